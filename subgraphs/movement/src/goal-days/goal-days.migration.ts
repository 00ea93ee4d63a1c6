import { Migration } from '@hub/kit';
import { figuresTriggers } from '../figures-version/figures-triggers.js';
import { keptTrigger } from '../kept/kept-trigger.js';

/**
 * The due days of a goal, set by a file or on a page: days from a month's end until its reports and its publication,
 * and days from its deadline until late data stops counting. The history of changes only grows.
 */
export class Migration20261212000100_goalDays extends Migration {
  override name = 'Migration20261212000100_goalDays';

  override up(): void {
    this.addSql(`
      create table goal_days (
        goal_code text not null,
        kind text not null check (kind in ('REPORT', 'PUBLICATION', 'CLOSING')),
        -- the first month whose days these are
        from_month text not null check (from_month ~ '^[0-9]{4}-[0-9]{2}$'),
        days integer not null check (days between 0 and 366),
        basis text not null,
        primary key (goal_code, kind, from_month)
      )`);
    this.addSql(`
      create table goal_days_change (
        number bigint generated always as identity primary key,
        goal_code text not null,
        kind text not null,
        from_month text not null,
        days integer not null,
        basis text not null,
        subject text not null,
        name text not null,
        at timestamptz not null
      )`);
    this.addSql(keptTrigger('goal_days'));
    for (const trigger of figuresTriggers('goal_days')) this.addSql(trigger);
  }
}
