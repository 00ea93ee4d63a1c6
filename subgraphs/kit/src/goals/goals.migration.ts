import { Migration } from '@mikro-orm/migrations';

/** The tables of goals and their audiences, equal in every subgraph that has them. */
export const goalTables = [
  `create table audience (
    code text primary key,
    title_vi text not null,
    title_en text not null,
    age_from integer check (age_from >= 0),
    age_until integer check (age_until >= age_from),
    age_on date
  )`,
  `create table goal (
    code text not null,
    valid_from date not null,
    valid_until date check (valid_until >= valid_from),
    title_vi text not null,
    title_en text not null,
    audience text not null,
    target double precision not null check (target > 0 and target <= 1),
    base double precision not null check (base >= 0 and base < 1),
    starts_on date not null,
    deadline date not null check (deadline > starts_on),
    report_due_days integer check (report_due_days >= 0),
    follows text check (follows <> code),
    source text not null,
    as_of date not null,
    primary key (code, valid_from)
  )`,
] as const;

/** The goals behind a ledger, with their validity and the ages that each counts. */
export class Migration20260101001000_goals extends Migration {
  override name = 'Migration20260101001000_goals';

  override up(): void {
    for (const table of goalTables) this.addSql(table);
  }
}
