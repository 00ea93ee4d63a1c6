import { Migration } from '@mikro-orm/migrations';

/**
 * The ledger names the commune of a fact by its code and its first day, for a later one may have the same code. Facts of
 * before get the day when the places come in (`placeOldFacts`), and what is counted of them follows.
 */
export class Migration20260101000900_ledgerPlace extends Migration {
  override name = 'Migration20260101000900_ledgerPlace';

  override up(): void {
    for (const table of ['ledger_entry', 'ledger_activity']) {
      this.addSql(`alter table ${table} add column commune_from date`);
      // Those of before have none until the places are in.
      this.addSql(`alter table ${table} add constraint ${table}_place check (commune_from is not null) not valid`);
    }
    this.addSql(`delete from ledger_person`);
    this.addSql(`delete from ledger_month`);
    this.addSql(`alter table ledger_person add column commune_from date not null`);
    this.addSql(`alter table ledger_month add column commune_from date not null`);
    this.addSql(`alter table ledger_month drop constraint ledger_month_pkey`);
    this.addSql(`alter table ledger_month add primary key (goal_code, commune_code, commune_from, month)`);
    this.addSql(`
      create or replace function ledger_entry_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        with gone as (
          delete from ledger_person p using (select distinct goal_code, pseudonym from changed) c
          where p.goal_code = c.goal_code and p.pseudonym = c.pseudonym
          returning p.goal_code, p.commune_code, p.commune_from, p.month
        ), cell as (
          select goal_code, commune_code, commune_from, month, count(*)::int as people from gone group by 1, 2, 3, 4
        )
        update ledger_month m set people = m.people - cell.people from cell
        where (m.goal_code, m.commune_code, m.commune_from, m.month)
          = (cell.goal_code, cell.commune_code, cell.commune_from, cell.month);
        with counted as (
          insert into ledger_person (goal_code, pseudonym, commune_code, commune_from, month, sex, age_band, area)
          select distinct on (e.goal_code, e.pseudonym) e.goal_code, e.pseudonym, e.commune_code, e.commune_from,
            to_char(e.reached_on, 'YYYY-MM'), e.sex, e.age_band, e.area
          from ledger_entry e join (select distinct goal_code, pseudonym from changed) c using (goal_code, pseudonym)
          order by e.goal_code, e.pseudonym, e.reached_on, e.evidence
          returning goal_code, commune_code, commune_from, month
        )
        insert into ledger_month (goal_code, commune_code, commune_from, month, people)
        select goal_code, commune_code, commune_from, month, count(*)::int from counted group by 1, 2, 3, 4
        on conflict (goal_code, commune_code, commune_from, month)
        do update set people = ledger_month.people + excluded.people;
        return null;
      end $$`);
    this.addSql(`
      create or replace function ledger_activity_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        if tg_argv[0] = 'out' then
          with cell as (
            select goal_code, commune_code, commune_from, to_char(occurred_on, 'YYYY-MM') as month,
              sum(occurrences)::int as occurrences
            from changed group by 1, 2, 3, 4
          )
          update ledger_month m set occurrences = m.occurrences - cell.occurrences from cell
          where (m.goal_code, m.commune_code, m.commune_from, m.month)
            = (cell.goal_code, cell.commune_code, cell.commune_from, cell.month);
        else
          insert into ledger_month (goal_code, commune_code, commune_from, month, occurrences)
          select goal_code, commune_code, commune_from, to_char(occurred_on, 'YYYY-MM'), sum(occurrences)::int
          from changed group by 1, 2, 3, 4
          on conflict (goal_code, commune_code, commune_from, month)
          do update set occurrences = ledger_month.occurrences + excluded.occurrences;
        end if;
        return null;
      end $$`);
  }
}
