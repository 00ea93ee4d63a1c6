import { Migration } from '@hub/kit';

/** Allows any goal for a course: the list of goals is data. */
export class Migration20261128000000_anyGoal extends Migration {
  override name = 'Migration20261128000000_anyGoal';

  override up(): void {
    this.addSql(`alter table course drop constraint course_goal_code_check`);
  }
}
