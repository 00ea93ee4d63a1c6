import { Migration } from '@hub/kit';

/** A session to which nobody came is a record, too: so none that is listed says that somebody was there. */
export class Migration20261201000000_emptySessions extends Migration {
  override name = 'Migration20261201000000_emptySessions';

  override up(): void {
    this.addSql(`
      alter table guidance_session drop constraint guidance_session_occurrences_check, add constraint guidance_session_occurrences_check check (occurrences >= 0)`);
  }
}
