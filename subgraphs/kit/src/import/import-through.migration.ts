import { Migration } from '@mikro-orm/migrations';

/**
 * Adds to an import, for releases, the last day of its complete data and the number of records without a valid number.
 */
export class Migration20260101001100_importThrough extends Migration {
  override name = 'Migration20260101001100_importThrough';

  override up(): void {
    this.addSql(`alter table import_run add column complete_through date`);
    this.addSql(`alter table import_run add column without_number integer not null default 0`);
  }
}
