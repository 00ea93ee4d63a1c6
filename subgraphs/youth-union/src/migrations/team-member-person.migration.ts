import { Migration } from '@hub/kit';

/** An index that finds a person's team memberships by pseudonym. */
export class Migration20261210000000_teamMemberPerson extends Migration {
  override name = 'Migration20261210000000_teamMemberPerson';

  override up(): void {
    this.addSql(`create index team_member_person on team_member (pseudonym)`);
  }
}
