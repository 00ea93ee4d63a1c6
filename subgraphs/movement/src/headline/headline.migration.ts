import { Migration } from '@hub/kit';
import { figuresTriggers } from '../figures-version/figures-triggers.js';
import { keptTrigger } from '../kept/kept-trigger.js';

/** By which rule the headlines of goals have their month; what is kept in memory of it, and figures, change with it. */
export class Migration20261206000100_headline extends Migration {
  override name = 'Migration20261206000100_headline';

  override up(): void {
    this.addSql(`
      create table headline (
        goal_code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        rule text not null check (rule in ('ALL_REPORTED', 'COMPLETE', 'NEWEST')),
        primary key (goal_code, valid_from)
      )`);
    this.addSql(keptTrigger('headline'));
    for (const trigger of figuresTriggers('headline')) this.addSql(trigger);
  }
}
