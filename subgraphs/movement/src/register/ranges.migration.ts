import { Migration } from '@hub/kit';

/**
 * Cells get a least and a greatest number of people. Earlier releases have exact counts: the migration deletes them
 * with their publications, and each organisation makes its first release again.
 */
export class Migration20261201000000_ranges extends Migration {
  override name = 'Migration20261201000000_ranges';

  override up(): void {
    this.addSql(`delete from publication_handed_over`);
    this.addSql(`delete from publication`);
    this.addSql(`delete from register_cell`);
    this.addSql(`delete from taken_page`);
    this.addSql(`delete from taken_release`);
    this.addSql(`
      alter table register_cell
        alter column people set not null, alter column occurrences set not null,
        add column at_most integer not null check (at_most >= 0)`);
  }
}
