import { Migration } from '@hub/kit';
import { figuresTrigger, figuresTriggers } from './figures-triggers.js';

/** The inputs of figures, except releases: every change of these tables is recorded. */
const sources = [
  'goal',
  'audience',
  'goal_expectation',
  'organisation',
  'place',
  'region',
  'denominator',
  'indicator',
  'indicator_reading',
];

/**
 * Records every change of the figures' inputs, from any program. Each connection that changes a table has one row
 * with a random token of its last change: two writers do not wait for each other, there are few rows, and no earlier
 * state returns, as a counter's could after a restore. A statement that leaves the rows equal changes nothing.
 */
export class Migration20261203000100_figuresVersion extends Migration {
  override name = 'Migration20261203000100_figuresVersion';

  override up(): void {
    this.addSql(`create table figures_change (writer integer primary key, token uuid not null)`);
    this.addFunctions();
    for (const table of sources) for (const trigger of figuresTriggers(table)) this.addSql(trigger);
    // Estimates are only added. Cells change with releases, and are deleted only when they are rebuilt.
    this.addSql(figuresTrigger('sketch_estimate', 'insert'));
    this.addSql(figuresTrigger('register_cell', 'delete'));
  }

  private addFunctions(): void {
    const note = `
      insert into figures_change (writer, token) values (pg_backend_pid(), gen_random_uuid())
      on conflict (writer) do update set token = excluded.token;`;
    this.addFunction('note_figures_change', note);
    this.addFunction('note_figures_change_of_rows', `if exists (select from changed) then ${note} end if;`);
    this.addFunction(
      'note_figures_change_of_values',
      `if exists (select * from changed except all select * from former) then ${note} end if;`,
    );
  }

  private addFunction(name: string, body: string): void {
    this.addSql(`
      create function ${name}() returns trigger language plpgsql as $$
      begin
        ${body}
        return null;
      end $$`);
  }
}
