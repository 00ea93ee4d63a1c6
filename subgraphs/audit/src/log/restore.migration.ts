import { Migration } from '@hub/kit';

/** Which entries are marks of restores. */
export const isMark = `(record::jsonb) ->> 'kind' = 'restore'`;

/** Marks of restores are found without reading the log. */
export class Migration20260601000100_restoreMarks extends Migration {
  override name = 'Migration20260601000100_restoreMarks';

  override up(): void {
    this.addSql(`create index audit_entry_restores on audit_entry (sequence) where ${isMark}`);
  }
}
