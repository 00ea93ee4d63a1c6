import { Migration } from '@hub/kit';

/** Keys for programs: of each, the hash alone. None is ever deleted, so that the audit log's ids keep their meaning. */
export class Migration20260601000000_programKeys extends Migration {
  override name = 'Migration20260601000000_programKeys';

  override up(): void {
    this.addSql(`
      create table program_key (
        id text primary key check (id ~ '^[a-z0-9]{12}$'),
        -- SHA-256 over the key, in hexadecimal.
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        name text not null,
        role text not null,
        organisation text,
        scopes jsonb not null,
        purpose text not null,
        tables jsonb,
        addresses jsonb,
        rate_per_second double precision check (rate_per_second > 0),
        rate_burst integer check (rate_burst > 0),
        until date not null,
        created_by text not null,
        -- The creator's identifier at the issuer; none where an operator's command created it.
        owner text,
        created_at timestamptz not null,
        revoked_at timestamptz,
        revoked_by text,
        check ((rate_per_second is null) = (rate_burst is null)),
        check ((revoked_at is null) = (revoked_by is null))
      )`);
    this.addSql(`create index program_key_until on program_key (until, id)`);
    this.addSql(`create index program_key_owner on program_key (owner, until)`);
  }
}
