import { Migration } from '@hub/kit';

/**
 * Rounds of estimates that rest on releases which count no more stay, set aside: publications that were made of them still
 * show them, and another round of their month comes in their place.
 */
export class Migration20261207000100_setAsideRounds extends Migration {
  override name = 'Migration20261207000100_setAsideRounds';

  override up(): void {
    this.addSql(`alter table estimate_round add column set_aside_at timestamptz`);
    this.addSql(`drop index estimate_round_once`);
    this.addSql(
      `create unique index estimate_round_once on estimate_round (goal_code, month, occasion)
       where occasion <> 'GROUPS' and set_aside_at is null`,
    );
  }
}
