import { Migration } from '@hub/kit';

/** A view of organisations and the courses that their people took, from published counts. */
export class Migration20261130000000_publishedParticipation extends Migration {
  override name = 'Migration20261130000000_publishedParticipation';

  override up(): void {
    this.addSql(`
      create view course_participation as
      select subject as course_code, place, nullif(place, '') as organisation_code
      from published_count where measure = 'LEARNERS' and subject <> '' and people > 0`);
  }
}
