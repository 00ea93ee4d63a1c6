import { Migration } from '@hub/kit';
import { keptTrigger } from './kept-trigger.js';

/** The tables whose rows are kept in memory. */
const keptTables = ['goal', 'goal_expectation', 'organisation', 'place', 'denominator'];

/**
 * Counts the changes of the tables that are kept in memory, from any program: one row for each statement. Rows are
 * only added, so that two writers do not wait for each other, and their number grows with each commit.
 */
export class Migration20261202000000_keptTables extends Migration {
  override name = 'Migration20261202000000_keptTables';

  override up(): void {
    this.addSql(`create table kept_table_change (id bigint generated always as identity primary key)`);
    this.addSql(`
      create function kept_table_changed() returns trigger language plpgsql as $$
      begin
        insert into kept_table_change default values;
        return null;
      end $$`);
    for (const table of keptTables) this.addSql(keptTrigger(table));
  }
}
