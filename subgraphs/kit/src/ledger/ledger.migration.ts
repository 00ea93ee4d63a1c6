import { Migration } from '@mikro-orm/migrations';

/**
 * The ledger: who (a pseudonym) reached which goal, where, when, on what evidence; and turns of activity.
 * `ledger_month` is kept by triggers, so it is right the moment a write commits, whoever writes.
 */
export class Migration20260101000000_ledger extends Migration {
  override name = 'Migration20260101000000_ledger';

  override up(): void {
    this.addSql(`
      create table ledger_entry (
        evidence text not null,
        goal_code text not null,
        pseudonym text not null check (length(pseudonym) = 43),
        commune_code text not null,
        reached_on date not null,
        sex text not null check (sex in ('FEMALE', 'MALE')),
        age_band text not null check (age_band in ('UNDER_18', '18_34', '35_59', '60_PLUS')),
        area text not null check (area in ('URBAN', 'PLAIN', 'MOUNTAIN')),
        primary key (evidence, goal_code)
      )`);
    this.addSql(`create index ledger_entry_person on ledger_entry (goal_code, pseudonym, reached_on, evidence)`);
    this.addSql(`
      create table ledger_person (
        goal_code text not null,
        pseudonym text not null,
        commune_code text not null,
        month text not null,
        sex text not null,
        age_band text not null,
        area text not null,
        primary key (goal_code, pseudonym)
      )`);
    this.addSql(`
      create table ledger_activity (
        evidence text not null,
        goal_code text not null,
        commune_code text not null,
        occurred_on date not null,
        occurrences integer not null check (occurrences > 0),
        primary key (evidence, goal_code)
      )`);
    this.addSql(`
      create table ledger_month (
        goal_code text not null,
        commune_code text not null,
        month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        people integer not null default 0 check (people >= 0),
        occurrences integer not null default 0 check (occurrences >= 0),
        primary key (goal_code, commune_code, month)
      )`);
    this.addSql(`
      create table ledger_state (
        only_row boolean primary key default true check (only_row),
        as_of timestamptz not null
      )`);
    this.addSql(`insert into ledger_state (as_of) values (now())`);

    // A person counts once for a goal: in the month and commune of her earliest evidence.
    this.addSql(`
      create function ledger_entry_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        with gone as (
          delete from ledger_person p using (select distinct goal_code, pseudonym from changed) c
          where p.goal_code = c.goal_code and p.pseudonym = c.pseudonym
          returning p.goal_code, p.commune_code, p.month
        ), cell as (
          select goal_code, commune_code, month, count(*)::int as people from gone group by 1, 2, 3
        )
        update ledger_month m set people = m.people - cell.people from cell
        where m.goal_code = cell.goal_code and m.commune_code = cell.commune_code and m.month = cell.month;
        with counted as (
          insert into ledger_person (goal_code, pseudonym, commune_code, month, sex, age_band, area)
          select distinct on (e.goal_code, e.pseudonym)
            e.goal_code, e.pseudonym, e.commune_code, to_char(e.reached_on, 'YYYY-MM'), e.sex, e.age_band, e.area
          from ledger_entry e join (select distinct goal_code, pseudonym from changed) c using (goal_code, pseudonym)
          order by e.goal_code, e.pseudonym, e.reached_on, e.evidence
          returning goal_code, commune_code, month
        )
        insert into ledger_month (goal_code, commune_code, month, people)
        select goal_code, commune_code, month, count(*)::int from counted group by 1, 2, 3
        on conflict (goal_code, commune_code, month) do update set people = ledger_month.people + excluded.people;
        return null;
      end $$`);
    this.addSql(`
      create function ledger_activity_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        if tg_argv[0] = 'out' then
          with cell as (
            select goal_code, commune_code, to_char(occurred_on, 'YYYY-MM') as month, sum(occurrences)::int as occurrences
            from changed group by 1, 2, 3
          )
          update ledger_month m set occurrences = m.occurrences - cell.occurrences from cell
          where m.goal_code = cell.goal_code and m.commune_code = cell.commune_code and m.month = cell.month;
        else
          insert into ledger_month (goal_code, commune_code, month, occurrences)
          select goal_code, commune_code, to_char(occurred_on, 'YYYY-MM'), sum(occurrences)::int
          from changed group by 1, 2, 3
          on conflict (goal_code, commune_code, month)
          do update set occurrences = ledger_month.occurrences + excluded.occurrences;
        end if;
        return null;
      end $$`);
    for (const table of ['ledger_entry', 'ledger_activity']) {
      const trigger = (name: string, event: string, rows: string, direction: string) => {
        this.addSql(`
          create trigger ${table}_${name} after ${event} on ${table} referencing ${rows} table as changed
          for each statement execute function ${table}_changed('${direction}')`);
      };
      // The order of two triggers on one event is that of their names: out before in.
      trigger('inserted', 'insert', 'new', 'in');
      trigger('updated_1_out', 'update', 'old', 'out');
      trigger('updated_2_in', 'update', 'new', 'in');
      trigger('deleted', 'delete', 'old', 'out');
    }
  }
}
