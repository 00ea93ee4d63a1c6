import { Migration } from '@mikro-orm/migrations';

/**
 * The receipts of imports for an organisation's staff: also the refused files, and why their rows were refused.
 * Releases read `import_run`, so it holds only imported files.
 */
export class Migration20260101002000_importOutcome extends Migration {
  override name = 'Migration20260101002000_importOutcome';

  override up(): void {
    this.addSql(`
      alter table import_run
        add column begun_at timestamptz, add column ended_at timestamptz,
        -- of the rows that were taken; null where the kind of file does not tell
        add column added integer, add column changed integer, add column unchanged integer`);
    this.addSql(`
      create table refused_import (
        id integer primary key default nextval('import_run_id_seq'),
        kind text not null,
        file text not null,
        demonstration boolean not null,
        state text not null check (state in ('REFUSED', 'FAILED')),
        read integer not null,
        rejected integer not null,
        begun_at timestamptz not null,
        ended_at timestamptz not null
      )`);
    this.addSql(`
      create table import_rejection (
        -- of import_run or refused_import
        run integer not null,
        position integer not null,
        -- the line of the file; null where the file as a whole has the fault
        line integer,
        column_name text not null,
        message text not null,
        primary key (run, position)
      )`);
    this.addSql(`
      create view import_outcome as
      -- The newest stands first in the order of the positions. Where a file lay is nobody's business.
      select lpad((2147483647 - id)::text, 10, '0') as position, run.* from (
        select id, kind, regexp_replace(file, '^.*[/\\\\]', '') as file, demonstration, case when rejected = 0 then 'TAKEN' else 'PARTLY_TAKEN' end as state,
          read, written, added, changed, unchanged, rejected, begun_at, coalesce(ended_at, finished_at) as ended_at
        from import_run
        union all
        select id, kind, regexp_replace(file, '^.*[/\\\\]', ''), demonstration, state, read, 0, 0, 0, 0, rejected, begun_at, ended_at
        from refused_import) run`);
  }
}
