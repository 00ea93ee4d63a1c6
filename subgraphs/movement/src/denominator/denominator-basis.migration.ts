import { Migration } from '@hub/kit';

/**
 * Denominators get a basis, census or records about people; those from records are rounded down to ten. Existing rows
 * have no basis: they are rounded until a file with their basis is imported.
 */
export class Migration20261205000000_denominatorBasis extends Migration {
  override name = 'Migration20261205000000_denominatorBasis';

  override up(): void {
    this.addSql(`
      alter table denominator
        drop constraint denominator_value_check,
        add column at_most integer,
        add column basis text not null default 'RECORDS' check (basis in ('CENSUS', 'RECORDS'))`);
    this.addSql(`update denominator set value = value / 10 * 10, at_most = value / 10 * 10 + 9`);
    this.addSql(`
      alter table denominator
        alter column basis drop default,
        add check (value >= 0),
        add check (at_most >= value),
        add check ((value is null) = (at_most is null))`);
  }
}
