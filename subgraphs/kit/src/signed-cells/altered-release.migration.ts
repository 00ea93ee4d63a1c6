import { Migration } from '@mikro-orm/migrations';

/** Stored data that differ from the signed data. Rows are added, and never changed. */
export class Migration20260101002100_alteredRelease extends Migration {
  override name = 'Migration20260101002100_alteredRelease';

  override up(): void {
    this.addSql(`
      create table altered_release (
        id bigint generated always as identity primary key,
        organisation text not null,
        -- the release whose header or page it is, or that the cells were compared with; null where cells name none
        number integer,
        code text not null,
        message text not null,
        -- some of the cells: as they were stored, and as they were signed
        cells json not null,
        mended boolean not null,
        found_at timestamptz not null
      )`);
  }
}
