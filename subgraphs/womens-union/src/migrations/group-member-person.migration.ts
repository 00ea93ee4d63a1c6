import { Migration } from '@hub/kit';

/** An index that finds a person's group memberships by pseudonym. */
export class Migration20261210000000_groupMemberPerson extends Migration {
  override name = 'Migration20261210000000_groupMemberPerson';

  override up(): void {
    this.addSql(`create index group_member_person on group_member (pseudonym)`);
  }
}
