import { Migration } from '@mikro-orm/migrations';

/**
 * Numbers the changes of `ledger_month`, so that a reader can ask for later changes. A writer holds the ledger's lock
 * until the end of the transaction, so the numbers become visible in their order, and readers miss none.
 */
export class Migration20260101000200_ledgerVersion extends Migration {
  override name = 'Migration20260101000200_ledgerVersion';

  override up(): void {
    this.addSql(`create sequence ledger_version`);
    this.addSql(`alter table ledger_month add column version bigint not null default 0`);
    this.addSql(`create index ledger_month_version on ledger_month (version)`);
    this.addSql(`
      create function ledger_month_changed() returns trigger language plpgsql as $$
      begin
        new.version := nextval('ledger_version');
        return new;
      end $$`);
    this.addSql(`
      create trigger ledger_month_inserted before insert on ledger_month
      for each row execute function ledger_month_changed()`);
    this.addSql(`
      create trigger ledger_month_updated before update on ledger_month
      for each row when ((old.people, old.occurrences) is distinct from (new.people, new.occurrences))
      execute function ledger_month_changed()`);
  }
}
