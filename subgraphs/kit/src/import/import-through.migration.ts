import { Migration } from '@mikro-orm/migrations';

/** What an import says to releases: through which day the file is complete, and how many records had no valid number. */
export class Migration20260101001100_importThrough extends Migration {
  override name = 'Migration20260101001100_importThrough';

  override up(): void {
    this.addSql(`alter table import_run add column complete_through date`);
    this.addSql(`alter table import_run add column without_number integer not null default 0`);
  }
}
