import { Migration } from '@hub/kit';
import { goalTables } from '@hub/kit/service';

/**
 * Goals, expectations and denominators get spans of validity. Existing rows stay in force from the goals' start. Of
 * several denominators the newest stays in force, as before: in a commune from the commune's first day, since another
 * commune may have had its code.
 */
export class Migration20261128000000_goalsInTime extends Migration {
  override name = 'Migration20261128000000_goalsInTime';

  override up(): void {
    this.addSql(`alter table goal_expectation drop constraint goal_expectation_goal_code_fkey`);
    this.addSql(`alter table indicator drop constraint indicator_goal_code_fkey`);
    this.addSql(`alter table goal rename to goal_before`);
    this.addSql(`alter table goal_before drop constraint goal_pkey`);
    for (const table of goalTables) this.addSql(table);
    this.addSql(`
      insert into goal (code, valid_from, title_vi, title_en, audience, target, base, starts_on, deadline, source, as_of)
      select code, starts_on, title_vi, title_en, audience, target, base, starts_on, deadline, source, as_of
      from goal_before`);
    this.addSql(`drop table goal_before`);

    this.addSql(`alter table goal_expectation add column valid_from date, add column valid_until date`);
    this.addSql(`
      update goal_expectation e set valid_from = (select min(g.valid_from) from goal g where g.code = e.goal_code)`);
    this.addSql(`
      alter table goal_expectation
        drop constraint goal_expectation_pkey,
        add primary key (goal_code, organisation_code, valid_from),
        add check (valid_until >= valid_from)`);

    this.addSql(`
      alter table denominator
        alter column value drop not null,
        add column valid_from date,
        add column valid_until date check (valid_until >= valid_from),
        add column remark text`);
    this.addSql(`
      update denominator d set valid_from =
        case when length(place_code) = 5 then as_of else least(as_of, (select min(g.valid_from) from goal g)) end
      where version = (
        select max(version) from denominator o where o.audience = d.audience and o.place_code = d.place_code)`);
  }
}
