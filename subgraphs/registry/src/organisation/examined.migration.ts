import { Migration } from '@hub/kit';

/** How an organisation's endpoint was held against the protocol before a version of its schema was published. */
export class Migration20261212000000_examined extends Migration {
  override name = 'Migration20261212000000_examined';

  override up(): void {
    this.addSql('alter table organisation_document add column examined jsonb');
  }
}
