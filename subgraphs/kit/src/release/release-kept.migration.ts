import { Migration } from '@mikro-orm/migrations';

/**
 * The time of storing a release, in addition to the time of making: a demonstration's releases claim days of the past,
 * and this machine's clock decides which files were imported after a release.
 */
export class Migration20260101001500_releaseKept extends Migration {
  override name = 'Migration20260101001500_releaseKept';

  override up(): void {
    this.addSql(`alter table release add column kept_at timestamptz`);
    this.addSql(`update release set kept_at = made_at`);
    this.addSql(`alter table release alter column kept_at set default now(), alter column kept_at set not null`);
  }
}
