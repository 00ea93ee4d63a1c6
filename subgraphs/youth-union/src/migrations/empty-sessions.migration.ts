import { Migration } from '@hub/kit';

/** Allows sessions without attendance, so that a listed session does not disclose that anyone attended it. */
export class Migration20261201000000_emptySessions extends Migration {
  override name = 'Migration20261201000000_emptySessions';

  override up(): void {
    this.addSql(`
      alter table guidance_session drop constraint guidance_session_occurrences_check, add constraint guidance_session_occurrences_check check (occurrences >= 0)`);
  }
}
