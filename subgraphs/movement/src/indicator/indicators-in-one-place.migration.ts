import { Migration } from '@hub/kit';

/** Every indicator says who answers for it; a reading may be a share alone, as a survey's is. */
export class Migration20261129000200_indicatorsInOnePlace extends Migration {
  override name = 'Migration20261129000200_indicatorsInOnePlace';

  override up(): void {
    this.addSql(`alter table indicator drop constraint indicator_measure_check`);
    this.addSql(`
      alter table indicator
        add check (measure in ('PEOPLE', 'OCCURRENCES', 'OBJECTS', 'SURVEY')),
        add column organisation_code text references organisation (code)`);
    this.addSql(`update indicator set organisation_code = 'movement'`);
    this.addSql(`alter table indicator alter column organisation_code set not null`);
    this.addSql(`
      alter table indicator_reading
        alter column numerator drop not null,
        add column share double precision check (share between 0 and 1),
        add column comparison text not null default 'EXACT' check (comparison in ('MORE_THAN', 'ABOUT', 'EXACT')),
        add check (numerator is not null or share is not null)`);
    this.addSql(`update indicator_reading set comparison = 'ABOUT' where approximate`);
    this.addSql(`alter table indicator_reading drop column approximate, alter column comparison drop default`);
  }
}
