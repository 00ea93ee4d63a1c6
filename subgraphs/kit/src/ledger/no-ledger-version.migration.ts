import { Migration } from '@mikro-orm/migrations';

/** What changed is told by releases: nobody asks for the changes of `ledger_month` by their numbers any more. */
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
