import { Migration } from '@hub/kit';
import { movement } from '@hub/protocol';

/** Adds to imports the time of undoing, and the person. */
export class Migration20261212000000_undoneImports extends Migration {
  override name = 'Migration20261212000000_undoneImports';

  override up(): void {
    this.addSql(`
      alter table linked_import
        add column undone_at timestamptz,
        -- null where the operator did
        add column undone_by text`);
    this.addSql(`
      create or replace view organisation_import as
      select organisation, id, organisation || ' ' || id as key, lpad((2147483647 - id)::text, 10, '0') as position, kind, file,
        demonstration, state, read, written, added, changed, unchanged, rejected, begun_at, ended_at, rejections, undone_at, undone_by
      from linked_import
      union all
      select '${movement.code}', o.id, '${movement.code} ' || o.id, position, kind, file, demonstration, state, read, written, added,
        changed, unchanged, rejected, begun_at, ended_at,
        (select coalesce(json_agg(json_build_object('row', line, 'column', column_name, 'message', message)
           order by r.position), '[]') from import_rejection r where r.run = o.id),
        u.at, coalesce(u.by_subject, u.by_client)
      from import_outcome o left join import_undo u on u.run = o.id`);
  }
}
