import { Migration } from '@hub/kit';

const columns = `
  definition_vi text not null, definition_en text not null,
  source_vi text not null, source_en text not null,
  method_vi text not null, method_en text not null,
  error_vi text not null, error_en text not null,
  revision_policy_vi text not null, revision_policy_en text not null,
  contact text, licence text`;

/** Reference metadata of goals and indicators: files of figures have it, so a change of it is noted as one of figures. */
export class Migration20261207000000_metadata extends Migration {
  override name = 'Migration20261207000000_metadata';

  override up(): void {
    this.addSql(`
      create table goal_metadata (
        code text primary key,
        ${columns},
        publication_due_days integer check (publication_due_days >= 0)
      )`);
    this.addSql(`
      create table indicator_metadata (
        code text primary key references indicator (code),
        ${columns}
      )`);
    for (const table of ['goal_metadata', 'indicator_metadata']) {
      for (const event of ['insert', 'update', 'delete', 'truncate']) {
        this.addSql(`
          create trigger ${table}_figures_${event} after ${event} on ${table}
          for each statement execute function note_figures_change()`);
      }
    }
  }
}
