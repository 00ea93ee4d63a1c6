import { Migration } from '@hub/kit';

/**
 * The register: every release that organisations handed over, in its original form, and the cells that follow. Each
 * cell is valid from the release that brought it until the release that replaces it. All cells can be rebuilt from
 * the releases alone.
 */
export class Migration20261129000000_register extends Migration {
  override name = 'Migration20261129000000_register';

  override up(): void {
    this.addSql(`
      create table taken_release (
        organisation text not null,
        number integer not null check (number > 0),
        header text not null,
        signature text not null,
        hash text not null check (length(hash) = 43),
        key_id text not null,
        made_at timestamptz not null,
        through date not null,
        demonstration boolean not null,
        -- the later release that withdrew it, and why
        withdrawn_by integer,
        withdrawn_reason text check ((withdrawn_reason is null) = (withdrawn_by is null)),
        taken_at timestamptz not null,
        primary key (organisation, number)
      )`);
    this.addSql(`create index taken_release_made on taken_release (organisation, made_at)`);
    this.addSql(`
      create table taken_page (
        organisation text not null,
        number integer not null,
        position integer not null check (position >= 0),
        content text not null,
        primary key (organisation, number, position),
        foreign key (organisation, number) references taken_release
      )`);
    this.addSql(`
      create table register_cell (
        organisation text not null,
        goal_code text not null,
        place_code text not null,
        place_from date not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        from_number integer not null,
        -- the first release that has it no more; null while it is current
        until_number integer check (until_number > from_number),
        people integer check (people >= 0),
        occurrences integer check (occurrences >= 0),
        primary key (organisation, goal_code, place_code, place_from, month, from_number)
      )`);
    this.addSql(`
      create unique index register_cell_current on register_cell (organisation, goal_code, place_code, place_from, month)
      where until_number is null`);
  }
}
