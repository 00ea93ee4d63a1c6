import { Migration } from '@hub/kit';

/** The organisation of a webhook's owner: the webhook ends when the hub unlinks the organisation. */
export class Migration20261217000000_webhookOwners extends Migration {
  override name = 'Migration20261217000000_webhookOwners';

  override up(): void {
    this.addSql('alter table webhook add column owner_organisation text');
  }
}
