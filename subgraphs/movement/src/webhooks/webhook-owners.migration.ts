import { Migration } from '@hub/kit';

/** For which organisation a webhook's owner acts: it is told nothing more once that is not linked any more. */
export class Migration20261217000000_webhookOwners extends Migration {
  override name = 'Migration20261217000000_webhookOwners';

  override up(): void {
    this.addSql('alter table webhook add column owner_organisation text');
  }
}
