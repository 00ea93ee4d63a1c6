import { Migration } from '@hub/kit';

/** Applications wait for the mail that confirms them, are counted by mailbox and network, and secrets are prolonged by mail. */
export class Migration20261217000000_appMail extends Migration {
  override name = 'Migration20261217000000_appMail';

  override up(): void {
    this.addSql(`alter table app drop constraint app_state_check`);
    this.addSql(`
      alter table app
        add constraint app_state_check check (state in ('UNCONFIRMED', 'WAITING', 'ACCEPTED', 'REFUSED', 'SUSPENDED')),
        -- SHA-256 over the contact's mailbox, and from which network it was asked for, as gateways say.
        add column mailbox text,
        add column network text`);
    this.addSql(`
      create table app_confirmation (
        -- SHA-256 over what the link in the mail has.
        hash text primary key,
        app text not null,
        -- the secret that is prolonged; none where the app is confirmed
        secret text,
        mailbox text not null,
        at timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`create index app_confirmation_mailbox on app_confirmation (mailbox, at)`);
  }
}
