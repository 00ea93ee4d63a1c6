import { Migration } from '@hub/kit';

/** The last change of each figure: a figure that changes again moves to the end. */
export class Migration20261222000000_figureChanges extends Migration {
  override name = 'Migration20261222000000_figureChanges';

  override up(): void {
    this.addSql(`
      create table figure_change (
        goal text not null,
        month text not null,
        place text not null,
        -- of the figure's values; null if there is no such figure any more
        digest text,
        number integer not null,
        primary key (goal, month, place)
      )`);
    this.addSql('create index on figure_change (number)');
    // One writer at a time gives numbers, so that a reader at one number has missed no smaller one.
    this.addSql(`
      create table figure_change_end (
        one boolean primary key default true check (one),
        newest integer not null,
        -- the version of the figures with which the list was last compared
        compared text
      )`);
    this.addSql('insert into figure_change_end (newest) values (0)');
  }
}
