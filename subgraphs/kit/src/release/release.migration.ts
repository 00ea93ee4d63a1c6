import { Migration } from '@mikro-orm/migrations';

/**
 * Releases: the published figures from an organisation's ledger. Releases and their pages are added, and never changed.
 * The cells are those in all releases, each from the release that brought it until the release that replaces it.
 */
export class Migration20260101001200_release extends Migration {
  override name = 'Migration20260101001200_release';

  override up(): void {
    this.addSql(`
      create table release (
        number integer primary key check (number > 0),
        header text not null,
        signature text not null,
        hash text not null unique check (length(hash) = 43),
        kind text not null check (kind in ('FULL', 'CHANGES')),
        made_at timestamptz not null,
        made_by text not null check (made_by in ('SCHEDULE', 'IMPORT', 'HAND')),
        through date not null,
        demonstration boolean not null,
        -- the release that this one withdraws, and why
        withdraws integer unique references release (number) check (withdraws < number),
        withdrawn_reason text check ((withdrawn_reason is null) = (withdraws is null))
      )`);
    this.addSql(`create index release_made on release (made_at)`);
    this.addSql(`
      create table release_page (
        number integer not null references release (number),
        position integer not null check (position >= 0),
        content text not null,
        primary key (number, position)
      )`);
    this.addSql(`
      create table release_cell (
        goal_code text not null,
        place_code text not null,
        place_from date not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        from_number integer not null references release (number),
        -- the first release that has it no more; null while it is current
        until_number integer references release (number) check (until_number > from_number),
        people integer check (people >= 0),
        occurrences integer check (occurrences >= 0),
        primary key (goal_code, place_code, place_from, month, from_number)
      )`);
    this.addSql(`
      create unique index release_cell_current on release_cell (goal_code, place_code, place_from, month)
      where until_number is null`);
  }
}
