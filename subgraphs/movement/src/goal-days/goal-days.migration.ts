import { Migration } from '@hub/kit';
import { figuresTriggers } from '../figures-version/figures-triggers.js';
import { keptTrigger } from '../kept/kept-trigger.js';

/**
 * Days that are laid down of a goal, by a file or on a page: how long after a month's end its reports and its publication
 * are due, and how long after its deadline late data counts. Who set them when is added to, and never changes.
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
