import { Migration } from '@hub/kit';

/** Filled a table of communes, of which `place` is in the place now; databases that have had it know it by its name. */
export class Migration20261126000000_communeSearch extends Migration {
  override name = 'Migration20261126000000_communeSearch';

  override up(): void {
    // Nothing is left to do.
  }
}
