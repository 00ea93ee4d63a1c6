import { Migration } from '@mikro-orm/migrations';

/**
 * Removes the time of the ledger's last update: contributions are published with releases only, so no reader needs it.
 */
export class Migration20260101002600_noLedgerState extends Migration {
  override name = 'Migration20260101002600_noLedgerState';

  override up(): void {
    this.addSql(`drop table ledger_state`);
  }
}
