import { Migration } from '@hub/kit';

/**
 * Denominators say whether they are of a census or of records about people, and those of records are rounded down to ten.
 * Of those that are there nobody said which they are: they are rounded, until they are imported with their basis.
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
