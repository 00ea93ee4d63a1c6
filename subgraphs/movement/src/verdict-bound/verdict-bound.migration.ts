import { Migration } from '@hub/kit';

/** From how many people on a place is judged, by goal and in time. */
export class Migration20261205000000_verdictBound extends Migration {
  override name = 'Migration20261205000000_verdictBound';

  override up(): void {
    this.addSql(`
      create table verdict_bound (
        goal_code text not null,
        valid_from date not null,
        valid_until date check (valid_until >= valid_from),
        least_denominator integer not null check (least_denominator > 0),
        primary key (goal_code, valid_from)
      )`);
    this.addSql(`
      create trigger verdict_bound_kept after insert or update or delete or truncate on verdict_bound
      for each statement execute function kept_table_changed()`);
  }
}
