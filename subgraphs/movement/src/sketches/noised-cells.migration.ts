import { Migration } from '@hub/kit';

/**
 * The number of set cells of an estimate with its noise, which may be negative. It is drawn once; the published figures
 * follow from it. Earlier versions kept only the people that it gives.
 */
export class Migration20261220000100_noisedCells extends Migration {
  override name = 'Migration20261220000100_noisedCells';

  override up(): void {
    this.addSql(`alter table place_estimate add column cells integer`);
  }
}
