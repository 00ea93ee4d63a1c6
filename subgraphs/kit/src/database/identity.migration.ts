import { Migration } from '@mikro-orm/migrations';

/**
 * The organisation of a database, and the fingerprints of the keys for its data: entries are added, and never changed.
 */
export class Migration20260101000500_identity extends Migration {
  override name = 'Migration20260101000500_identity';

  override up(): void {
    this.addSql(`
      create table hub_identity (
        name text primary key,
        value text not null,
        since timestamptz not null default now()
      )`);
  }
}
