import { Migration } from '@hub/kit';

/** A person is found among the members of teams by her pseudonym alone. */
export class Migration20261210000000_teamMemberPerson extends Migration {
  override name = 'Migration20261210000000_teamMemberPerson';

  override up(): void {
    this.addSql(`create index team_member_person on team_member (pseudonym)`);
  }
}
