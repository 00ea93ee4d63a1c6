import { Migration } from '@hub/kit';

/** Allows lessons without attendance, so that a listed lesson does not disclose that anyone attended it. */
export class Migration20261201000000_emptyLessons extends Migration {
  override name = 'Migration20261201000000_emptyLessons';

  override up(): void {
    this.addSql(`
      alter table digital_skills_lesson drop constraint digital_skills_lesson_attendances_check, add constraint digital_skills_lesson_attendances_check check (attendances >= 0)`);
  }
}
