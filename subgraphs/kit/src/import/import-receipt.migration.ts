import { Migration } from '@mikro-orm/migrations';

/**
 * Adds to receipts the caller, the mapping, and the removed rows; keeps the former values of rows, so that an import
 * can be undone; and notes which imports were undone.
 */
export class Migration20260101002700_importReceipt extends Migration {
  override name = 'Migration20260101002700_importReceipt';

  override up(): void {
    for (const table of ['import_run', 'refused_import']) {
      this.addSql(`
        alter table ${table}
          -- both are null where the operator brought it
          add column by_subject text, add column by_client text,
          add column mapping text, add column replaced boolean not null default false`);
    }
    this.addSql(`
      alter table import_run
        add column removed integer,
        -- how many rows import_image had of it, and of which tables; null where none were kept
        add column images jsonb`);
    this.addSql(`
      create table import_image (
        -- of import_run
        run integer not null,
        position bigint generated always as identity,
        relation text not null,
        key text[] not null,
        -- the row before the import; null where there was none
        before jsonb,
        -- a digest of the row that it wrote; null where it took the row out
        after uuid,
        primary key (run, position)
      )`);
    this.addSql(`
      create table import_undo (
        run integer primary key,
        -- counted with import_run's, so that a release knows which it has read
        id integer not null unique default nextval('import_run_id_seq'),
        at timestamptz not null default now(),
        by_subject text,
        by_client text
      )`);
    this.addSql(`
      create view import_in_force as
      select * from import_run r where not exists (select from import_undo u where u.run = r.id)`);
    // The changes that a release has read: imports and their undoing.
    this.addSql(`create view import_change as select id from import_run union all select id from import_undo`);
  }
}
