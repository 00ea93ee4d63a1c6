import { Migration } from '@mikro-orm/migrations';

/** The first release that read an imported file. */
export class Migration20260101002400_releasedImports extends Migration {
  override name = 'Migration20260101002400_releasedImports';

  override up(): void {
    this.addSql(`
      create table released_import (
        -- of import_run
        run integer primary key,
        number integer not null
      )`);
    this.addSql(`
      insert into released_import
      select i.id, r.number from import_run i cross join (
        select number, kept_at from release order by number desc limit 1) r where i.finished_at <= r.kept_at`);
  }
}
