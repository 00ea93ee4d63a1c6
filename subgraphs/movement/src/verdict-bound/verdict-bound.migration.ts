import { Migration } from '@hub/kit';
import { figuresTriggers } from '../figures-version/figures-triggers.js';
import { keptTrigger } from '../kept/kept-trigger.js';

/** From how many people on a place is judged, by goal and in time: statuses, ranks and anomalies change with it. */
export class Migration20261205000000_verdictBound extends Migration {
  override name = 'Migration20261205000000_verdictBound';

  override up(): void {
    this.addSql(`
      create table verdict_bound (
        goal_code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        least_denominator integer not null check (least_denominator > 0),
        primary key (goal_code, valid_from)
      )`);
    this.addSql(keptTrigger('verdict_bound'));
    for (const trigger of figuresTriggers('verdict_bound')) this.addSql(trigger);
  }
}
