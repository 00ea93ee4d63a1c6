import { Migration } from '@hub/kit';

/** An index that finds a person's enrolments by pseudonym. */
export class Migration20261210000000_enrolmentPerson extends Migration {
  override name = 'Migration20261210000000_enrolmentPerson';

  override up(): void {
    this.addSql(`create index enrolment_person on enrolment (pseudonym)`);
  }
}
