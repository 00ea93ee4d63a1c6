import { Migration } from '@mikro-orm/migrations';

/**
 * What the cells of each goal and month were decided by, so that a month of which nothing changed is not decided again. A
 * row that is missing or wrong costs a month's work and nothing else.
 */
export class Migration20260101003100_releasedMonth extends Migration {
  override name = 'Migration20260101003100_releasedMonth';

  override up(): void {
    this.addSql(`
      create table released_month (
        goal_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        -- digests of all that decided, and of the cells that came of it
        inputs text not null check (length(inputs) = 43),
        cells text not null check (length(cells) = 43),
        -- whether nothing that is published of figures beside the release was in the cells' way
        is_free boolean not null,
        -- by place, the most of those that are in no cell, where that is not what is said of nobody
        left_out json not null,
        primary key (goal_code, month)
      )`);
  }
}
