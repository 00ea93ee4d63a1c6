import { Migration } from '@hub/kit';

/** A row of `kept_table_change` may stand for many changes: what counts them reads few rows. */
export class Migration20261217000000_summedChanges extends Migration {
  override name = 'Migration20261217000000_summedChanges';

  override up(): void {
    this.addSql(`alter table kept_table_change add column changes bigint not null default 1`);
  }
}
