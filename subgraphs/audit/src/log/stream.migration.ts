import { Migration } from '@hub/kit';

/** How far the log has taken each gateway's stream of records, so that it takes each once and notices what is missing. */
export class Migration20260601000200_auditStreams extends Migration {
  override name = 'Migration20260601000200_auditStreams';

  override up(): void {
    this.addSql(`
      create table audit_stream (
        id uuid primary key,
        sequence bigint not null,
        -- Empty after a record that was altered.
        hash text not null,
        at timestamptz not null
      )`);
  }
}
