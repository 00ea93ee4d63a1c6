import { Migration } from '@hub/kit';

/** Allows sessions without attendance, so that a listed session does not disclose that anyone attended it. */
export class Migration20261201000000_emptySessions extends Migration {
  override name = 'Migration20261201000000_emptySessions';

  override up(): void {
    this.addSql(`
      alter table group_session drop constraint group_session_attendances_check, add constraint group_session_attendances_check check (attendances >= 0)`);
    this.addSql(`
      alter table meeting drop constraint meeting_attendances_check, add constraint meeting_attendances_check check (attendances >= 0)`);
  }
}
