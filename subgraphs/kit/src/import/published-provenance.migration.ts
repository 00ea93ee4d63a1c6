import { Migration } from '@mikro-orm/migrations';

/** The source of published counts at the time of their release. Later imports appear with the next release. */
export class Migration20260101001900_publishedProvenance extends Migration {
  override name = 'Migration20260101001900_publishedProvenance';

  override up(): void {
    this.addSql(`
      create table published_provenance (
        -- the kind of file
        kind text primary key,
        as_of timestamptz,
        demonstration boolean not null
      )`);
    this.addSql(`
      insert into published_provenance
      select kind, max(finished_at), bool_or(demonstration) from import_run group by kind`);
  }
}
