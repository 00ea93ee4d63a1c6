import { Migration } from '@hub/kit';

/** The sequence of the feed that gateways follow, and of which feed it is. */
export class Migration20261216000000_accessFeed extends Migration {
  override name = 'Migration20261216000000_accessFeed';

  override up(): void {
    this.addSql(`
      create table access_feed (
        single boolean primary key default true check (single),
        sequence bigint not null check (sequence > 0),
        -- SHA-256 over its text, in hexadecimal.
        digest text not null
      )`);
    // Apps that are not accepted have no documents.
    this.addSql(`delete from app_document where app in (select id from app where state in ('WAITING', 'REFUSED'))`);
  }
}
