import { Migration } from '@hub/kit';
import { figuresTrigger } from '../figures-version/figures-triggers.js';

/**
 * Estimates in versions: rounds, each made of one goal and month at a stated moment, and kept for good; and in each the
 * places of which it made an estimate. What was estimated at each release before goes: it had no noise on it.
 */
export class Migration20261206000000_estimates extends Migration {
  override name = 'Migration20261206000000_estimates';

  override up(): void {
    this.addSql(`drop table sketch_estimate`);
    this.addSql(`
      create table estimate_round (
        number integer generated always as identity primary key,
        goal_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        occasion text not null check (occasion in ('CLOSE', 'REVISION', 'GROUPS')),
        made_at timestamptz not null,
        -- since when it is known: since it was made, or could be made where all is made up; figures as known before have nothing of it
        known_from timestamptz not null,
        -- which organisations' sketches of which releases were merged, and their digests
        basis jsonb not null
      )`);
    this.addSql(
      `create unique index estimate_round_once on estimate_round (goal_code, month, occasion) where occasion <> 'GROUPS'`,
    );
    this.addSql(`
      create table place_estimate (
        round integer not null references estimate_round,
        place text not null,
        -- with the noise on it
        people integer not null check (people >= 0),
        -- of the sketch alone
        standard_error double precision not null,
        -- how far the true number is in all but 5 of 100 cases, by the sketch's error and the noise
        reach double precision not null,
        -- that of the noise
        epsilon double precision not null,
        -- by organisation what was published of it: people, at most, and how many more it may have without a sketch
        parts jsonb not null,
        primary key (round, place)
      )`);
    this.addSql(figuresTrigger('estimate_round', 'insert'));
  }
}
