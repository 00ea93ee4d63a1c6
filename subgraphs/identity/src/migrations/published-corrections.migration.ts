import { Migration } from '@hub/kit';

/**
 * View of the corrections that changed a published number. Other corrections, and corrections after the newest release,
 * stay private.
 */
export class Migration20261201000000_publishedCorrections extends Migration {
  override name = 'Migration20261201000000_publishedCorrections';

  override up(): void {
    this.addSql(`
      create view published_correction as
      with month as (
        -- The revision of each month that the newest release knew; its counts have no subject.
        select month, max(nullif(subject, '')::integer) + 1 as revision
        from published_count where subject <> '' group by 1
      )
      select c.code, c.month, c.revision, c.place, c.file, c.corrected_at
      from identity_correction c join month m on m.month = c.month and c.revision <= m.revision
      where exists (
        select from published_measure k
        left join published_count f on f.measure = k.measure and f.place = c.place and f.month = c.month
          and f.subject = (c.revision - 1)::text
        left join published_count n on n.measure = k.measure and n.place = c.place and n.month = c.month
          and n.subject = case when c.revision < m.revision then c.revision::text else '' end
        where (coalesce(f.people, 0), coalesce(f.at_most, 9)) <> (coalesce(n.people, 0), coalesce(n.at_most, 9)))`);
  }
}
