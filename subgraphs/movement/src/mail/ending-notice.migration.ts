import { Migration } from '@hub/kit';

/** Which notices of ends were sent by mail: one each at ninety, thirty and seven days, and once it has ended. */
export class Migration20261218000000_endingNotice extends Migration {
  override name = 'Migration20261218000000_endingNotice';

  override up(): void {
    this.addSql(`
      create table ending_notice (
        kind text not null,
        name text not null,
        ends_at timestamptz not null,
        notice integer not null,
        -- a server sends it from then on, for some minutes
        claimed_at timestamptz not null,
        -- null until the mail server took it
        sent_at timestamptz,
        primary key (kind, name, ends_at, notice)
      )`);
  }
}
