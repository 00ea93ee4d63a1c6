import { Migration } from '@hub/kit';

/** The tables whose writes change `registerVersion`. */
const tables = ['taken_release', 'pending_release'];

/**
 * Counts the changes of the stored releases, from any program, as `kept_table_change` does: a row for each statement.
 * Releases are only added, so counting their rows would take longer from year to year.
 */
export class Migration20261219000000_registerChanges extends Migration {
  override name = 'Migration20261219000000_registerChanges';

  override up(): void {
    this.addSql(`
      create table register_change (
        id bigint generated always as identity primary key,
        changes bigint not null default 1
      )`);
    this.addSql(`
      create function register_changed() returns trigger language plpgsql as $$
      begin
        insert into register_change default values;
        return null;
      end $$`);
    for (const table of tables)
      this.addSql(`
        create trigger ${table}_changed after insert or update or delete or truncate on ${table}
        for each statement execute function register_changed()`);
  }
}
