import { Migration } from '@hub/kit';

/** The organisations that publish at the registry, what they published by version, and the snapshots that were made of it. */
export class Migration20261208000000_organisations extends Migration {
  override name = 'Migration20261208000000_organisations';

  override up(): void {
    this.addSql(`
      create table linked_organisation (
        code text primary key,
        -- what it says of itself; none before it joined
        said jsonb,
        state text not null check (state in ('INVITED', 'CHECKING', 'LIVE', 'SUSPENDED', 'LEFT')),
        agreements_version integer,
        schema_version integer
      )`);
    this.addSql(`
      create table organisation_change (
        id integer generated always as identity primary key,
        code text not null references linked_organisation,
        state text not null,
        what text not null,
        changed_by text not null,
        changed_at timestamptz not null,
        reason text
      )`);
    this.addSql(`
      create table organisation_key (
        id text primary key,
        code text not null references linked_organisation,
        public_key text not null,
        valid_from timestamptz not null,
        valid_until timestamptz
      )`);
    this.addSql(`
      create table organisation_document (
        code text not null references linked_organisation,
        kind text not null check (kind in ('AGREEMENTS', 'SCHEMA')),
        version integer not null check (version > 0),
        content text not null,
        published_at timestamptz not null,
        published_by text not null,
        -- why an operator put it in force though a check refused it
        override text,
        primary key (code, kind, version)
      )`);
    this.addSql(`
      create table invitation (
        secret_hash text primary key check (secret_hash ~ '^[0-9a-f]{64}$'),
        code text not null references linked_organisation,
        invited_by text not null,
        until timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`
      create table registry_snapshot (
        number integer primary key check (number > 0),
        content text not null,
        made_at timestamptz not null
      )`);
  }
}
