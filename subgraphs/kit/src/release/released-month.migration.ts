import { Migration } from '@mikro-orm/migrations';

/**
 * The inputs of the decision on the cells of each goal and month, so that an unchanged month is not decided again. A
 * missing or wrong row only costs the work of deciding that month.
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
