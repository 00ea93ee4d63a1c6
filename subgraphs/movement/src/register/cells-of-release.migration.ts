import { Migration } from '@hub/kit';

/** Finds the cells that came or ended with a release: they are compared with its pages. */
export class Migration20261204000000_cellsOfRelease extends Migration {
  override name = 'Migration20261204000000_cellsOfRelease';

  override up(): void {
    this.addSql(`create index register_cell_from on register_cell (organisation, from_number)`);
    this.addSql(
      `create index register_cell_until on register_cell (organisation, until_number) where until_number is not null`,
    );
  }
}
