import { Migration } from '@mikro-orm/migrations';

/** Removes the numbers of changes in `ledger_month`: releases contain the changes, so no reader needs the numbers. */
export class Migration20260101001400_noLedgerVersion extends Migration {
  override name = 'Migration20260101001400_noLedgerVersion';

  override up(): void {
    this.addSql(`drop trigger ledger_month_inserted on ledger_month`);
    this.addSql(`drop trigger ledger_month_updated on ledger_month`);
    this.addSql(`drop function ledger_month_changed`);
    this.addSql(`alter table ledger_month drop column version`);
    this.addSql(`drop sequence ledger_version`);
  }
}
