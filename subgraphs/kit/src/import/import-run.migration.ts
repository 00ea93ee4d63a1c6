import { Migration } from '@mikro-orm/migrations';

/** The table of imported files with the time and result of each. */
export class Migration20260101000100_importRun extends Migration {
  override name = 'Migration20260101000100_importRun';

  override up(): void {
    this.addSql(`
      create table import_run (
        id integer generated always as identity primary key,
        kind text not null,
        file text not null,
        demonstration boolean not null,
        sha256 text not null,
        read integer not null,
        written integer not null,
        rejected integer not null,
        finished_at timestamptz not null default now()
      )`);
  }
}
