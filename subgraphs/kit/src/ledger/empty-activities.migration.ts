import { Migration } from '@mikro-orm/migrations';

/** Allows activities without participants: a total is known to have them as parts. */
export class Migration20260101001800_emptyActivities extends Migration {
  override name = 'Migration20260101001800_emptyActivities';

  override up(): void {
    this.addSql(`
      alter table ledger_activity drop constraint ledger_activity_occurrences_check, add constraint ledger_activity_occurrences_check check (occurrences >= 0)`);
  }
}
