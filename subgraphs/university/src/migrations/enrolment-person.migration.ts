import { Migration } from '@hub/kit';

/** A person is found among enrolments by her pseudonym alone. */
export class Migration20261210000000_enrolmentPerson extends Migration {
  override name = 'Migration20261210000000_enrolmentPerson';

  override up(): void {
    this.addSql(`create index enrolment_person on enrolment (pseudonym)`);
  }
}
