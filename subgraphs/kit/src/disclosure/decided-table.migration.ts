import { Migration } from '@mikro-orm/migrations';
import { watchingFunction } from './watched-tables.js';

/**
 * What the counts of each table were decided by, so that those of which nothing changed are not decided again; and what
 * was decided of counts that say no more than that few or none are in them, which `published_count` leaves out.
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
    // A digest of all but tables; null where it was decided by a program of before.
    this.addSql(`alter table published_measure add column decided_by text check (length(decided_by) = 43)`);
  }
}
