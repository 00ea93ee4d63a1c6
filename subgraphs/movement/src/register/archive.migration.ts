import { archiveFunctions, Migration } from '@hub/kit';

/** From which release a release's facts must be kept: from the last full one up to it, so that its cells can be proved. */
const pages = `
  with counted as (
    select t.organisation, max(t.number) as number
    from public.taken_release t left join public.pending_release p using (organisation, number)
    where p.number is null or p.accepted_at is not null group by 1
  ), needed as (
    select organisation, number from counted
    union
    select r ->> 'organisation', (r ->> 'number')::int
    from public.publication p, json_array_elements(p.document::json -> 'releases') r
  ), segment as (
    select n.organisation, n.number as last, coalesce((
      select max(t.number) from public.taken_release t
      where t.organisation = n.organisation and t.number <= n.number and t.header like '%"kind":"FULL"%'), 1) as first
    from needed n
  )
  select p.* from public.taken_page p join public.taken_release t using (organisation, number)
  where t.taken_at < until
    and t.number < (
      select s.first from segment s join counted c on c.organisation = s.organisation and c.number = s.last
      where s.organisation = t.organisation)
    and not exists (
      select from segment s where s.organisation = t.organisation and t.number between s.first and s.last)
  order by p.organisation, p.number, p.position`;

/** The estimates of rounds that were set aside, if there was no publication while they counted. */
const estimates = `
  select e.* from public.place_estimate e join public.estimate_round r on r.number = e.round
  where r.set_aside_at < until and not exists (
    select from public.publication p where p.published_at between r.known_from and r.set_aside_at)
  order by e.round, e.place`;

/**
 * The sets that the register can archive: pages of superseded releases without a publication, and estimates that were
 * set aside. Headers and cells stay in the database: they answer for ever what was known on a day.
 */
export class Migration20261211000000_archive extends Migration {
  override name = 'Migration20261211000000_archive';

  override up(): void {
    this.addSql(`
      create table archived_release (
        organisation text not null,
        number integer not null,
        archived_at timestamptz not null default now(),
        primary key (organisation, number),
        foreign key (organisation, number) references taken_release on delete cascade
      )`);
    const note = `
      insert into public.archived_release (organisation, number)
      select distinct organisation, number from gone on conflict do nothing;`;
    for (const statement of [
      ...archiveFunctions('pages', 'taken_page', {
        rows: pages,
        key: ['organisation', 'number', 'position'],
        before: note,
      }),
      ...archiveFunctions('estimates', 'place_estimate', { rows: estimates, key: ['round', 'place'] }),
    ])
      this.addSql(statement);
  }
}
