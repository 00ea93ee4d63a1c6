import { Migration } from '@mikro-orm/migrations';

/**
 * Releases that an organisation made after a restore from a backup, under numbers that the register already had. They
 * are stored unchanged. Only the function sets them aside, because a server may not change evidence.
 */
export class Migration20260101002500_setAside extends Migration {
  override name = 'Migration20260101002500_setAside';

  override up(): void {
    this.addSql(`
      create table set_aside_release (
        number integer not null,
        header text not null,
        signature text not null,
        pages json not null,
        set_aside_at timestamptz not null default now()
      )`);
    this.addSql(`
      create function set_releases_aside(after integer) returns void
      language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
      begin
        insert into public.set_aside_release (number, header, signature, pages)
          select r.number, r.header, r.signature, coalesce((
            select json_agg(p.content order by p.position) from public.release_page p where p.number = r.number), '[]')
          from public.release r where r.number > after;
        delete from public.release_sketch where number > after;
        delete from public.release_notice where number > after;
        delete from public.released_import where number > after;
        delete from public.release_cell where from_number > after;
        update public.release_cell set until_number = null where until_number > after;
        delete from public.release_page where number > after;
        delete from public.release where number > after;
      end $$`);
  }
}
