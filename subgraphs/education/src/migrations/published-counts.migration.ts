import { Migration } from '@hub/kit';

/**
 * Makes the view of schools and completed courses read published counts, and adds the view of schools as places of
 * counts.
 */
export class Migration20261130000000_publishedCounts extends Migration {
  override name = 'Migration20261130000000_publishedCounts';

  override up(): void {
    // As `placeOfSchool` writes it.
    this.addSql(`
      create view placed_school as select code, commune_code, commune_code || '/' || code as place from school`);
    this.addSql(`drop view school_course`);
    this.addSql(`
      create view school_course as
      select place, split_part(place, '/', 2) as school_code, subject as course_code
      from published_count where measure = 'TEACHERS' and place like '%/%' and people > 0`);
  }
}
