import { Migration } from '@hub/kit';

/** Places are the kit's table `place`; an indicator's reading names one. */
export class Migration20261127000000_places extends Migration {
  override name = 'Migration20261127000000_places';

  override up(): void {
    this.addSql(`drop table if exists commune cascade`);
    this.addSql(`alter table indicator_reading add column place_code text`);
  }
}
