import { Migration } from '@hub/kit';

/** An organisation that left has its day; a goal may count on an organisation whose figures the caller may not have. */
export class Migration20261219000100_left extends Migration {
  override name = 'Migration20261219000100_left';

  override up(): void {
    this.addSql(`alter table organisation add column left_on date`);
    this.addSql(`alter table goal_expectation add column counts_withheld boolean not null default false`);
  }
}
