import { Migration } from '@mikro-orm/migrations';

/** Where published counts are from, as it was when they were published: what came in since is told with the next release. */
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
