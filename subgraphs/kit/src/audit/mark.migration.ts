import { Migration } from '@mikro-orm/migrations';

/**
 * The reported restores of the hub's audit log, each with the organisation's newest anchor at the time. Rows are never
 * changed or removed.
 */
export class Migration20260101000700_auditMark extends Migration {
  override name = 'Migration20260101000700_auditMark';

  override up(): void {
    this.addSql(`
      create table audit_mark (
        sequence bigint primary key,
        hash text not null,
        at timestamptz not null,
        public_key text not null,
        signature text not null,
        -- As it was hashed.
        record text not null,
        -- The newest head before it that was held; null where none was.
        held_sequence bigint,
        held_hash text,
        received_at timestamptz not null default now()
      )`);
  }
}
