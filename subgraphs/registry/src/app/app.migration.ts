import { Migration } from '@hub/kit';

/** Apps of others: what each asked for, what an operator decided, its secrets (as keys), and its documents. */
export class Migration20261215000000_apps extends Migration {
  override name = 'Migration20261215000000_apps';

  override up(): void {
    this.addSql(`
      create table app (
        -- Its client id.
        id text primary key check (id ~ '^app-[a-z0-9]{12}$'),
        name text not null,
        -- What it does with the answers, in its maker's words, and the code of the purpose of its requests.
        use text not null,
        purpose text not null,
        contact text not null,
        republish text not null check (republish in ('NOTHING', 'DERIVED', 'FIGURES')),
        attribution text,
        scopes jsonb not null,
        origins jsonb not null,
        state text not null check (state in ('WAITING', 'ACCEPTED', 'REFUSED', 'SUSPENDED')),
        reason text,
        rate_per_second double precision check (rate_per_second > 0),
        rate_burst integer check (rate_burst > 0),
        -- SHA-256 over the application's idempotency key, and over what was asked for under it.
        asked_under text unique,
        asked_digest text not null,
        asked_at timestamptz not null,
        decided_at timestamptz,
        decided_by text,
        check ((rate_per_second is null) = (rate_burst is null)),
        check ((decided_at is null) = (decided_by is null))
      )`);
    this.addSql(`
      create table app_change (
        app text not null references app,
        at timestamptz not null,
        what text not null,
        by text not null,
        reason text
      )`);
    this.addSql(`create index app_change_app on app_change (app, at)`);
    this.addSql(`
      create table app_document (
        app text not null references app,
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        operation text,
        text text not null,
        registered_at timestamptz not null,
        primary key (app, hash)
      )`);
    // A secret of an app is a key whose app says how far it goes.
    this.addSql(`alter table program_key add column app text references app`);
    this.addSql(`create index program_key_app on program_key (app) where app is not null`);
  }
}
