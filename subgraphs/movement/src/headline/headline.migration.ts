import { Migration } from '@hub/kit';

/** By which rule the headlines of goals have their month; what is kept in memory of it, and figures, change with it. */
export class Migration20261206000100_headline extends Migration {
  override name = 'Migration20261206000100_headline';

  override up(): void {
    this.addSql(`
      create table headline (
        goal_code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        rule text not null check (rule in ('ALL_REPORTED', 'COMPLETE', 'NEWEST')),
        primary key (goal_code, valid_from)
      )`);
    this.addSql(`
      create trigger headline_kept after insert or update or delete or truncate on headline
      for each statement execute function kept_table_changed()`);
    for (const [event, referencing] of [
      ['insert', 'referencing new table as changed'],
      ['delete', 'referencing old table as changed'],
    ] as const) {
      this.addSql(`
        create trigger headline_figures_${event} after ${event} on headline ${referencing}
        for each statement execute function note_figures_change_of_rows()`);
    }
    this.addSql(`
      create trigger headline_figures_update after update on headline
      referencing old table as former new table as changed
      for each statement execute function note_figures_change_of_values()`);
  }
}
