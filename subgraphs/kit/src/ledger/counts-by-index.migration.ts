import { Migration } from '@mikro-orm/migrations';

/**
 * The people whom a statement changes are looked up by index. The functions' plans are made once for a connection: made
 * where the ledger was nearly empty, they read all of it at each slice of a large import.
 */
export class Migration20260101003700_countsByIndex extends Migration {
  override name = 'Migration20260101003700_countsByIndex';

  override up(): void {
    this.addSql(`alter function ledger_entry_changed() set enable_hashjoin = off`);
    this.addSql(`alter function ledger_entry_changed() set enable_mergejoin = off`);
  }
}
