import { Migration } from '@mikro-orm/migrations';

/** The digests of the movement's publications, as received. They are added to, and never changed. */
export class Migration20260101001300_keptPublication extends Migration {
  override name = 'Migration20260101001300_keptPublication';

  override up(): void {
    this.addSql(`
      create table kept_publication (
        id text primary key,
        digest text not null check (length(digest) = 43),
        signature text not null,
        kept_at timestamptz not null
      )`);
  }
}
