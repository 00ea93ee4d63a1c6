import { Migration } from '@hub/kit';

/**
 * Cells say at least and at most how many people are in them. Releases of before told counts exactly: they go, with the
 * publications that rest on them, and each organisation makes its first release anew.
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
