import { Migration } from '@hub/kit';

/** Former content: a table of communes that `place` has replaced. Databases in use know the migration by its name. */
export class Migration20261126000000_communeSearch extends Migration {
  override name = 'Migration20261126000000_communeSearch';

  override up(): void {
    // The migration stays for its name alone.
  }
}
