import { Migration } from '@hub/kit';

/** An index for the order of the list of all sessions. */
export class Migration20261203000000_sessionsByDay extends Migration {
  override name = 'Migration20261203000000_sessionsByDay';

  override up(): void {
    this.addSql(`create index group_session_day on group_session (held_on, code)`);
  }
}
