import { Migration } from '@mikro-orm/migrations';
import { ledgerActivityChanged, ledgerEntryChanged } from './ledger-functions.js';

/**
 * Adds the commune's first day to its code in the ledger, because a later commune may have the same code. Earlier facts
 * get the day when the places are imported (`placeOldFacts`), and are counted then.
 */
export class Migration20260101000900_ledgerPlace extends Migration {
  override name = 'Migration20260101000900_ledgerPlace';

  override up(): void {
    for (const table of ['ledger_entry', 'ledger_activity']) {
      this.addSql(`alter table ${table} add column commune_from date`);
      // Earlier rows have none until the places are imported.
      this.addSql(`alter table ${table} add constraint ${table}_place check (commune_from is not null) not valid`);
    }
    this.addSql(`delete from ledger_person`);
    this.addSql(`delete from ledger_month`);
    this.addSql(`alter table ledger_person add column commune_from date not null`);
    this.addSql(`alter table ledger_month add column commune_from date not null`);
    this.addSql(`alter table ledger_month drop constraint ledger_month_pkey`);
    this.addSql(`alter table ledger_month add primary key (goal_code, commune_code, commune_from, month)`);
    this.addSql(ledgerEntryChanged(['commune_code', 'commune_from']));
    this.addSql(ledgerActivityChanged(['commune_code', 'commune_from']));
  }
}
