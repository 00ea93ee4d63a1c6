import { Migration } from '@mikro-orm/migrations';

/**
 * The sketches of groups of people, for each goal and month; merging them gives the sketches of places. A remade sketch
 * hashes only the people of changed parts. A missing row only costs the work of making it.
 */
export class Migration20260101003800_sketchPart extends Migration {
  override name = 'Migration20260101003800_sketchPart';

  override up(): void {
    this.addSql(`
      create table sketch_part (
        goal_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- the commune of their earliest fact, its first day, their sex and age band
        part text not null,
        -- by what the sketch can be merged: the period's key and the version of pseudonyms
        key_id text not null,
        -- how many people it has, and who: the exclusive or of their hashes
        people integer not null,
        who bigint not null,
        sketch bytea not null,
        primary key (goal_code, month, part)
      )`);
    this.addSql(`alter table sketch_part alter column sketch set storage plain`);
  }
}
