import { Migration } from '@hub/kit';

/** What each snapshot changed of the schema that clients see: found once, and kept. */
export class Migration20261209000000_changeLog extends Migration {
  override name = 'Migration20261209000000_changeLog';

  override up(): void {
    this.addSql(`
      create table change_log (
        -- of the snapshot
        number integer primary key,
        entry jsonb not null
      )`);
  }
}
