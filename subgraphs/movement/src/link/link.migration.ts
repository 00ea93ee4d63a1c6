import { Migration } from '@hub/kit';
import { movement } from '@hub/protocol';

/** What organisations hand over beside releases: that they hold publications, and what became of their files. */
export class Migration20261208000000_link extends Migration {
  override name = 'Migration20261208000000_link';

  override up(): void {
    this.addSql(`alter table organisation add column state text`);
    // Of those from before, nobody signed anything: they are handed over once more.
    this.addSql('delete from publication_handed_over');
    this.addSql(`
      alter table publication_handed_over
        add column kept_at timestamptz not null,
        add column signature text not null`);
    this.addSql(`
      create table linked_import (
        organisation text not null,
        id integer not null,
        kind text not null,
        file text not null,
        demonstration boolean not null,
        state text not null check (state in ('TAKEN', 'PARTLY_TAKEN', 'REFUSED', 'FAILED')),
        read integer not null,
        written integer not null,
        added integer,
        changed integer,
        unchanged integer,
        rejected integer not null,
        begun_at timestamptz,
        ended_at timestamptz not null,
        -- why rows were rejected; no value of a row
        rejections json not null,
        primary key (organisation, id)
      )`);
    // The newest of an organisation stands first in the order of the positions. The movement's own are among them.
    this.addSql(`
      create view organisation_import as
      select organisation, id, organisation || ' ' || id as key, lpad((2147483647 - id)::text, 10, '0') as position, kind, file,
        demonstration, state, read, written, added, changed, unchanged, rejected, begun_at, ended_at, rejections
      from linked_import
      union all
      select '${movement.code}', id, '${movement.code} ' || id, position, kind, file, demonstration, state, read, written, added,
        changed, unchanged, rejected, begun_at, ended_at,
        (select coalesce(json_agg(json_build_object('row', line, 'column', column_name, 'message', message)
           order by r.position), '[]') from import_rejection r where r.run = o.id)
      from import_outcome o`);
  }
}
