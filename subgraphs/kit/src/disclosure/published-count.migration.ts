import { Migration } from '@mikro-orm/migrations';

/**
 * The published counts of an organisation's people and households outside its releases, as the disclosure module
 * decided at the newest release. A count that says only "few or none" has no row. Former releases published exact
 * counts; they are deleted, because exact counts reveal single people.
 */
export class Migration20260101001600_publishedCount extends Migration {
  override name = 'Migration20260101001600_publishedCount';

  override up(): void {
    this.addSql(`
      create table published_count (
        measure text not null,
        subject text not null,
        place text not null,
        month text not null,
        people integer not null check (people >= 0),
        at_most integer not null check (at_most >= people),
        primary key (measure, place, subject, month)
      )`);
    this.addSql(`
      create table published_measure (
        measure text primary key,
        -- when its counts were published last
        published_at timestamptz not null
      )`);
    this.addSql(`create index published_count_subject on published_count (measure, subject, place)`);
    this.addSql(`delete from release_cell`);
    this.addSql(`delete from release_page`);
    this.addSql(`delete from release`);
    this.addSql(`
      alter table release_cell
        alter column people set not null, alter column occurrences set not null,
        add column at_most integer not null check (at_most >= 0)`);
  }
}
