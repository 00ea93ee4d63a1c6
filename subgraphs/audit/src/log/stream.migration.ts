import { Migration } from '@hub/kit';

/** The end of each gateway's stream in the log, so that the log takes each record once and notices missing ones. */
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
