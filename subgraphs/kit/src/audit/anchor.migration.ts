import { Migration } from '@mikro-orm/migrations';

/** What an organisation keeps of the hub's audit log, so that whoever runs the hub cannot rewrite it alone. */
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
