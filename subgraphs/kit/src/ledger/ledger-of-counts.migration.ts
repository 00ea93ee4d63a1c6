import { Migration } from '@mikro-orm/migrations';

/**
 * The ledger of an organisation with counts only, without any person. `ledger_month` follows from the counts and their
 * mapping to goals; see `recountGoals`. The number of people falls in the month in which an ended commune passes them
 * to its successors.
 */
export class Migration20260101000000_ledgerOfCounts extends Migration {
  override name = 'Migration20260101000000_ledgerOfCounts';

  override up(): void {
    this.addSql(`
      create table counted_goal (
        goal_code text primary key,
        measure text
      )`);
    this.addSql(`
      create table ledger_month (
        goal_code text not null,
        commune_code text not null,
        commune_from date not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        people integer not null default 0,
        occurrences integer not null default 0 check (occurrences = 0),
        primary key (goal_code, commune_code, commune_from, month)
      )`);
    this.addSql(`
      create table ledger_state (
        only_row boolean primary key default true check (only_row),
        as_of timestamptz not null
      )`);
    this.addSql(`insert into ledger_state (as_of) values (now())`);
  }
}
