import { Migration } from '@mikro-orm/migrations';

/** What an organisation contributes is told of its releases alone: nobody asks when its ledger was last brought up to date. */
export class Migration20260101002600_noLedgerState extends Migration {
  override name = 'Migration20260101002600_noLedgerState';

  override up(): void {
    this.addSql(`drop table ledger_state`);
  }
}
