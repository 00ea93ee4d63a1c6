import { Migration } from '@hub/kit';
import { movement } from '@hub/protocol';

/** The organisations' titles for the kinds of their files. */
export class Migration20261216000000_titledImports extends Migration {
  override name = 'Migration20261216000000_titledImports';

  override up(): void {
    // Null until the organisation reports the file again, which happens at its start.
    this.addSql('alter table linked_import add column title_vi text, add column title_en text');
    this.addSql(`
      create or replace view organisation_import as
      select organisation, id, organisation || ' ' || id as key, lpad((2147483647 - id)::text, 10, '0') as position, kind, file,
        demonstration, state, read, written, added, changed, unchanged, rejected, begun_at, ended_at, rejections, undone_at,
        undone_by, title_vi, title_en
      from linked_import
      union all
      select '${movement.code}', o.id, '${movement.code} ' || o.id, position, kind, file, demonstration, state, read, written, added,
        changed, unchanged, rejected, begun_at, ended_at,
        (select coalesce(json_agg(json_build_object('row', line, 'column', column_name, 'message', message)
           order by r.position), '[]') from import_rejection r where r.run = o.id),
        u.at, coalesce(u.by_subject, u.by_client), null, null
      from import_outcome o left join import_undo u on u.run = o.id`);
  }
}
