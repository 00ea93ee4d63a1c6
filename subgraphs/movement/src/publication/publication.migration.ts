import { Migration } from '@hub/kit';

/** Publications: figures of a period as the movement gave them out. They are added to, and never change. */
export class Migration20261129000100_publication extends Migration {
  override name = 'Migration20261129000100_publication';

  override up(): void {
    this.addSql(`
      create table publication (
        id text primary key,
        period text not null,
        revision integer not null check (revision > 0),
        -- canonical JSON: all that is published
        document text not null,
        signature text not null,
        digest text not null check (length(digest) = 43),
        published_at timestamptz not null,
        unique (period, revision)
      )`);
    this.addSql(`
      create table publication_handed_over (
        id text not null references publication (id),
        organisation text not null,
        at timestamptz not null,
        primary key (id, organisation)
      )`);
  }
}
