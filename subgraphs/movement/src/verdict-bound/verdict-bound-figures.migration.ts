import { Migration } from '@hub/kit';

/** Statuses, ranks and anomalies follow from the bounds below which no place is judged: figures change with them. */
export class Migration20261207000100_verdictBoundFigures extends Migration {
  override name = 'Migration20261207000100_verdictBoundFigures';

  override up(): void {
    for (const [event, referencing] of [
      ['insert', 'referencing new table as changed'],
      ['delete', 'referencing old table as changed'],
    ] as const) {
      this.addSql(`
        create trigger verdict_bound_figures_${event} after ${event} on verdict_bound ${referencing}
        for each statement execute function note_figures_change_of_rows()`);
    }
    this.addSql(`
      create trigger verdict_bound_figures_update after update on verdict_bound
      referencing old table as former new table as changed
      for each statement execute function note_figures_change_of_values()`);
    this.addSql(`
      create trigger verdict_bound_figures_truncate after truncate on verdict_bound
      for each statement execute function note_figures_change()`);
  }
}
