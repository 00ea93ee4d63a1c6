import { Migration } from '@mikro-orm/migrations';

/** The moment of the last release by the daily schedule. */
export class Migration20260101003900_releaseSchedule extends Migration {
  override name = 'Migration20260101003900_releaseSchedule';

  override up(): void {
    this.addSql(`
      create table release_schedule (
        -- HH:MM on the province's clock: another time is another schedule
        at text primary key,
        kept timestamptz not null
      )`);
  }
}
