import { Migration } from '@hub/kit';

/** The webhooks of apps, and the result of each attempt to send. */
export class Migration20261213000100_webhooks extends Migration {
  override name = 'Migration20261213000100_webhooks';

  override up(): void {
    this.addSql(`
      create table webhook (
        id text primary key,
        owner text not null,
        name text not null,
        url text not null,
        -- JSON lists of what is chosen; null for all
        kinds jsonb,
        goals jsonb,
        organisations jsonb,
        -- null where nothing of single communes is told
        communes jsonb,
        secret text not null,
        -- signs beside the new one until its day
        former_secret text,
        former_until timestamptz,
        state text not null check (state in ('ACTIVE', 'DISABLED')),
        disabled_reason text,
        created_at timestamptz not null,
        -- its last day
        until date not null,
        -- the number of the last event that was taken, or was not chosen
        cursor integer not null,
        -- since the last that was taken
        attempts integer not null default 0,
        failing_since timestamptz,
        retry_at timestamptz,
        tested_at timestamptz,
        -- until then one server tells it, and no other
        leased_until timestamptz
      )`);
    this.addSql('create index on webhook (owner)');
    this.addSql(`
      create table webhook_delivery (
        number bigint generated always as identity primary key,
        webhook text not null references webhook (id) on delete cascade,
        message text not null,
        type text not null,
        -- null of a test
        event integer,
        attempt integer not null,
        at timestamptz not null,
        milliseconds integer not null,
        -- of the answer; null where none came
        status integer,
        -- null where it was taken
        fault text
      )`);
    this.addSql('create index on webhook_delivery (webhook, number desc)');
  }
}
