import { Migration } from '@hub/kit';

/** The alerts by mail, and how far each has been sent. */
export class Migration20261214000000_mail extends Migration {
  override name = 'Migration20261214000000_mail';

  override up(): void {
    this.addSql(`
      create table mail_alert (
        id text primary key,
        owner text not null,
        address text not null,
        language text not null check (language in ('VI', 'EN')),
        -- JSON lists of what is chosen; null for all
        kinds jsonb,
        goals jsonb,
        -- null where nothing of single communes is told
        communes jsonb,
        -- PENDING until the address was confirmed
        state text not null check (state in ('PENDING', 'ACTIVE', 'DISABLED')),
        disabled_reason text,
        -- SHA-256 of what confirms it; null once it did
        confirm_hash text,
        -- what ends it: each mail has it in a link
        end_token text not null unique,
        created_at timestamptz not null,
        -- its last day
        until date not null,
        -- the number of the last event that was told, or was not chosen
        cursor integer not null,
        -- of the next mail, whether one before failed or not
        next_at timestamptz not null,
        attempts integer not null default 0,
        failing_since timestamptz,
        -- until then one server tells it, and no other
        leased_until timestamptz
      )`);
    this.addSql('create index on mail_alert (owner)');
    // The limit on confirmation mails holds even if the alert is deleted.
    this.addSql(`
      create table mail_confirmation (
        number bigint generated always as identity primary key,
        owner text not null,
        -- SHA-256 of the address
        address_hash text not null,
        at timestamptz not null
      )`);
    this.addSql('create index on mail_confirmation (at)');
  }
}
