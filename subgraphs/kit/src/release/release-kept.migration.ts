import { Migration } from '@mikro-orm/migrations';

/**
 * When a release was kept, beside when it was made: a demonstration's releases are made on days of the past, and which
 * files came in after a release is judged by the clock of this machine.
 */
export class Migration20260101001500_releaseKept extends Migration {
  override name = 'Migration20260101001500_releaseKept';

  override up(): void {
    this.addSql(`alter table release add column kept_at timestamptz`);
    this.addSql(`update release set kept_at = made_at`);
    this.addSql(`alter table release alter column kept_at set default now(), alter column kept_at set not null`);
  }
}
