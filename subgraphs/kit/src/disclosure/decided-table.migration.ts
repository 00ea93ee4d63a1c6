import { Migration } from '@mikro-orm/migrations';
import { watchingFunction } from './watched-tables.js';

/**
 * Keeps the digest of the decision on each table's counts, so that unchanged counts are not decided again, and the
 * decided values "few or none", which `published_count` leaves out.
 */
export class Migration20260101003700_decidedTable extends Migration {
  override name = 'Migration20260101003700_decidedTable';

  override up(): void {
    this.addSql(`
      create table table_change (
        table_name text not null,
        -- the transaction that changed it
        changed_by xid8 not null,
        primary key (table_name, changed_by)
      )`);
    this.addSql(watchingFunction);
    this.addSql(`
      create table untold_count (
        measure text not null,
        subject text not null,
        place text not null,
        month text not null,
        people integer not null check (people >= 0),
        at_most integer not null check (at_most >= people),
        primary key (measure, place, subject, month)
      )`);
    // A digest of every input except tables; null where an earlier program decided it.
    this.addSql(`alter table published_measure add column decided_by text check (length(decided_by) = 43)`);
  }
}
