import { Migration } from '@hub/kit';

/** Organisations' statements other than documents, the waiting schemas, and the digest of a supergraph's subgraphs. */
export class Migration20261210000000_statements extends Migration {
  override name = 'Migration20261210000000_statements';

  override up(): void {
    this.addSql(`
      alter table registry_snapshot
        -- the digest of the subgraphs that its supergraph is composed of; unknown of those from before
        add column composed_of text`);
    this.addSql(`
      alter table linked_organisation
        -- the version of its schema that is not in force before the organisation serves it
        add column waiting_schema integer,
        add column waiting_since timestamptz,
        add column waiting_reason text`);
    this.addSql(`
      create table override_consent (
        from_code text not null,
        to_code text not null,
        coordinate text not null,
        reason text not null,
        given_by text not null,
        given_at timestamptz not null,
        until timestamptz,
        ended_by text,
        ended_at timestamptz,
        primary key (from_code, to_code, coordinate)
      )`);
    this.addSql(`
      create table ci_token (
        -- the beginning of its hash: what it is called
        id text primary key,
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        code text not null,
        name text not null,
        scopes jsonb not null,
        until date not null,
        created_by text not null,
        created_at timestamptz not null,
        revoked_by text,
        revoked_at timestamptz
      )`);
  }
}
