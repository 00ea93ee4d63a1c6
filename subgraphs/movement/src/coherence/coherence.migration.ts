import { Migration } from '@hub/kit';

/** Which goals are parts of others by their definitions: figures are held against it. */
export class Migration20261221000000_coherence extends Migration {
  override name = 'Migration20261221000000_coherence';

  override up(): void {
    this.addSql(`
      create table goal_implication (
        goal_code text not null,
        implied_code text not null check (implied_code <> goal_code),
        reason_vi text,
        reason_en text,
        primary key (goal_code, implied_code)
      )`);
  }
}
