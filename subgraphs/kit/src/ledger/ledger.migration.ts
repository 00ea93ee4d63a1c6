import { Migration } from '@mikro-orm/migrations';
import { ledgerActivityChanged, ledgerEntryChanged } from './ledger-functions.js';

/**
 * The ledger: who (a pseudonym) reached which goal, where, when, on what evidence; and activities. Triggers maintain
 * `ledger_month`, so it is correct as soon as any write commits.
 */
export class Migration20260101000000_ledger extends Migration {
  override name = 'Migration20260101000000_ledger';

  override up(): void {
    this.addSql(`
      create table ledger_entry (
        evidence text not null,
        goal_code text not null,
        pseudonym text not null check (length(pseudonym) = 43),
        commune_code text not null,
        reached_on date not null,
        sex text not null check (sex in ('FEMALE', 'MALE')),
        age_band text not null check (age_band in ('UNDER_18', '18_34', '35_59', '60_PLUS')),
        area text not null check (area in ('URBAN', 'PLAIN', 'MOUNTAIN')),
        primary key (evidence, goal_code)
      )`);
    this.addSql(`create index ledger_entry_person on ledger_entry (goal_code, pseudonym, reached_on, evidence)`);
    this.addSql(`
      create table ledger_person (
        goal_code text not null,
        pseudonym text not null,
        commune_code text not null,
        month text not null,
        sex text not null,
        age_band text not null,
        area text not null,
        primary key (goal_code, pseudonym)
      )`);
    this.addSql(`
      create table ledger_activity (
        evidence text not null,
        goal_code text not null,
        commune_code text not null,
        occurred_on date not null,
        occurrences integer not null check (occurrences > 0),
        primary key (evidence, goal_code)
      )`);
    this.addSql(`
      create table ledger_month (
        goal_code text not null,
        commune_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        people integer not null default 0 check (people >= 0),
        occurrences integer not null default 0 check (occurrences >= 0),
        primary key (goal_code, commune_code, month)
      )`);
    this.addSql(`
      create table ledger_state (
        only_row boolean primary key default true check (only_row),
        as_of timestamptz not null
      )`);
    this.addSql(`insert into ledger_state (as_of) values (now())`);

    this.addSql(ledgerEntryChanged(['commune_code']));
    this.addSql(ledgerActivityChanged(['commune_code']));
    for (const table of ['ledger_entry', 'ledger_activity']) {
      const trigger = (name: string, event: string, rows: string, direction: string) => {
        this.addSql(`
          create trigger ${table}_${name} after ${event} on ${table} referencing ${rows} table as changed
          for each statement execute function ${table}_changed('${direction}')`);
      };
      // PostgreSQL runs two triggers on one event in the order of their names: out before in.
      trigger('inserted', 'insert', 'new', 'in');
      trigger('updated_1_out', 'update', 'old', 'out');
      trigger('updated_2_in', 'update', 'new', 'in');
      trigger('deleted', 'delete', 'old', 'out');
    }
  }
}
