import { Migration } from '@mikro-orm/migrations';

/**
 * The current sketches of people, sealed to movement's key, for each goal and month. Storing a new sketch
 * destroys the old one.
 */
export class Migration20260101001700_releaseSketch extends Migration {
  override name = 'Migration20260101001700_releaseSketch';

  override up(): void {
    this.addSql(`
      create table release_sketch (
        goal_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- the release that brought it
        number integer not null references release (number),
        -- the period's key
        key_id text not null,
        -- SHA-256 of the sealed text, as the release names it
        digest text not null unique check (length(digest) = 43),
        sealed text not null,
        made_at timestamptz not null default now(),
        primary key (goal_code, month)
      )`);
  }
}
