import { Migration } from '@mikro-orm/migrations';

/** The movement's notices about releases: that a release waits for acceptance, and that it was accepted. */
export class Migration20260101002300_releaseNotice extends Migration {
  override name = 'Migration20260101002300_releaseNotice';

  override up(): void {
    this.addSql(`
      create table release_notice (
        number integer primary key check (number > 0),
        state text not null check (state in ('PENDING', 'ACCEPTED')),
        reason text not null,
        told_at timestamptz not null
      )`);
  }
}
