import { Migration } from '@hub/kit';

/**
 * Makes the views of trained courses and results read published counts, and adds the views that these counts are
 * computed from.
 */
export class Migration20261130000000_publishedCounts extends Migration {
  override name = 'Migration20261130000000_publishedCounts';

  override up(): void {
    // As `placeOfAgency` writes it.
    this.addSql(`
      create view placed_agency as
      select code, commune_code, coalesce(commune_code, '') || '/' || code as place from agency`);
    this.addSql(`
      create view latest_headcount as
      select distinct on (h.agency_code, h.staff_group) h.agency_code, a.place, h.staff_group, h.as_of, h.headcount
      from staff_headcount h join placed_agency a on a.code = h.agency_code
      order by h.agency_code, h.staff_group, h.as_of desc`);
    this.addSql(`drop view agency_course`);
    this.addSql(`
      create view agency_course as
      select place, split_part(place, '/', 2) as agency_code, subject as course_code
      from published_count where measure = 'TRAINED' and subject <> '' and place like '%/%' and people > 0`);
    this.addSql(`drop view shared_training`);
    this.addSql(`
      create view shared_training as
      select place, subject as course_code, month as completed_on, substr(measure, length('RECORD_') + 1) as result
      from published_count where measure in ('RECORD_PASSED', 'RECORD_FAILED') and people > 0`);
  }
}
