import { Migration } from '@mikro-orm/migrations';

/** An organisation's anchors of the hub's audit log, so that the hub's operator cannot rewrite the log alone. */
export class Migration20260101000200_auditAnchor extends Migration {
  override name = 'Migration20260101000200_auditAnchor';

  override up(): void {
    this.addSql(`
      create table audit_anchor (
        sequence bigint primary key,
        hash text not null,
        at timestamptz not null,
        public_key text not null,
        signature text not null,
        received_at timestamptz not null default now()
      )`);
  }
}
