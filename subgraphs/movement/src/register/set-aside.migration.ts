import { Migration } from '@hub/kit';

/** Releases that do not count any more, since their key was revoked, and in whose place the organisation made others. */
export class Migration20261205000000_setAside extends Migration {
  override name = 'Migration20261205000000_setAside';

  override up(): void {
    this.addSql(`
      create table set_aside_release (
        organisation text not null,
        number integer not null,
        header text not null,
        signature text not null,
        pages json not null,
        taken_at timestamptz not null,
        set_aside_at timestamptz not null
      )`);
  }
}
