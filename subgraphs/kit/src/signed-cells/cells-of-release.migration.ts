import { Migration } from '@mikro-orm/migrations';

/** Indexes the cells that a release added or ended, which are compared with its pages. */
export class Migration20260101002200_cellsOfRelease extends Migration {
  override name = 'Migration20260101002200_cellsOfRelease';

  override up(): void {
    this.addSql(`create index release_cell_from on release_cell (from_number)`);
    this.addSql(`create index release_cell_until on release_cell (until_number) where until_number is not null`);
  }
}
