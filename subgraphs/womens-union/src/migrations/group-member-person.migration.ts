import { Migration } from '@hub/kit';

/** A person is found among the members of groups by her pseudonym alone. */
export class Migration20261210000000_groupMemberPerson extends Migration {
  override name = 'Migration20261210000000_groupMemberPerson';

  override up(): void {
    this.addSql(`create index group_member_person on group_member (pseudonym)`);
  }
}
