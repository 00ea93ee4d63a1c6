import { Migration } from '@hub/kit';

/** The order in which all sessions are listed. */
export class Migration20261203000000_sessionsByDay extends Migration {
  override name = 'Migration20261203000000_sessionsByDay';

  override up(): void {
    this.addSql(`create index group_session_day on group_session (held_on, code)`);
  }
}
