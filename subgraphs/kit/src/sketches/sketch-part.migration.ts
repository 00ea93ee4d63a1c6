import { Migration } from '@mikro-orm/migrations';

/**
 * Of each goal and month, the sketches of people who are alike, of which those of places are merged: so whoever makes
 * sketches again hashes the people alone of whom something changed. A row that is missing costs work and nothing else.
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
