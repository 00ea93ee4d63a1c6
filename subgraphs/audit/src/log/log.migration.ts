import { Migration } from '@hub/kit';

/** The log: entries in a chain of hashes, and the head. No statement may change or remove an entry. */
export class Migration20260601000000_auditLog extends Migration {
  override name = 'Migration20260601000000_auditLog';

  override up(): void {
    this.addSql(`
      create table audit_entry (
        sequence bigint primary key check (sequence > 0),
        record text not null,
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        -- What entries are found by: taken from the record, so that nothing can be found that is not in the chain.
        organisations jsonb generated always as ((record::jsonb) -> 'organisations') stored
      )`);
    this.addSql(`create index audit_entry_organisations on audit_entry using gin (organisations)`);
    this.addSql(`
      create table audit_head (
        singleton boolean primary key default true check (singleton),
        sequence bigint not null,
        hash text not null
      )`);
    this.addSql(`insert into audit_head (sequence, hash) values (0, '${'0'.repeat(64)}')`);
    this.addSql(`
      create function refuse_to_change_the_audit_log() returns trigger language plpgsql as $$
      begin
        raise exception 'The audit log is only added to.';
      end $$`);
    this.addSql(`
      create trigger audit_entry_is_only_added_to before update or delete or truncate on audit_entry
      for each statement execute function refuse_to_change_the_audit_log()`);
  }
}
