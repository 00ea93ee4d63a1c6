import { Migration } from '@hub/kit';

/** A course may lead to any goal: which there are is data. */
export class Migration20261128000000_anyGoal extends Migration {
  override name = 'Migration20261128000000_anyGoal';

  override up(): void {
    this.addSql(`alter table course drop constraint course_goal_code_check`);
  }
}
