import { Migration } from '@hub/kit';

/** SQL condition for marks of restores. */
export const isMark = `(record::jsonb) ->> 'kind' = 'restore'`;

/** An index for marks of restores, so that a search does not read the whole log. */
export class Migration20260601000100_restoreMarks extends Migration {
  override name = 'Migration20260601000100_restoreMarks';

  override up(): void {
    this.addSql(`create index audit_entry_restores on audit_entry (sequence) where ${isMark}`);
  }
}
