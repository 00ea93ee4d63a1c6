import { Migration } from '@hub/kit';

/** The caller that made a webhook, as agreements name callers: the webhook ends with the agreement that it rests on. */
export class Migration20261220000000_webhookCallers extends Migration {
  override name = 'Migration20261220000000_webhookCallers';

  override up(): void {
    // Null of a webhook that is older.
    this.addSql('alter table webhook add column owner_roles jsonb, add column owner_app text');
  }
}
