import { Migration } from '@hub/kit';

/**
 * The sketches of people in organisations' releases, stored sealed until later ones replace them, and the estimates
 * from them, which stay.
 */
export class Migration20261202000000_sketches extends Migration {
  override name = 'Migration20261202000000_sketches';

  override up(): void {
    this.addSql(`
      create table taken_sketch (
        organisation text not null,
        goal_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- the release that brought it
        number integer not null,
        -- the first release that has it no more; null while it is current
        until_number integer check (until_number > number),
        -- the period's key that it was made with
        key_id text not null,
        digest text not null check (length(digest) = 43),
        -- null before it was fetched, and after it was superseded
        sealed text check (until_number is null or sealed is null),
        primary key (organisation, goal_code, month, number),
        foreign key (organisation, number) references taken_release
      )`);
    this.addSql(
      `create unique index taken_sketch_current on taken_sketch (organisation, goal_code, month) where until_number is null`,
    );
    this.addSql(`
      create table sketch_estimate (
        goal_code text not null,
        month text not null,
        -- which organisations' sketches of which releases were merged, by name
        basis text not null,
        place text not null,
        people integer not null check (people >= 0),
        standard_error double precision not null,
        -- how many organisations' sketches of the place there were
        organisations integer not null,
        primary key (goal_code, month, basis, place)
      )`);
  }
}
