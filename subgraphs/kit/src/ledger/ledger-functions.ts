/** The columns of a fact's place: its commune's code, and since `ledgerPlace` the commune's first day. */
export type PlaceColumns = readonly ['commune_code'] | readonly ['commune_code', 'commune_from'];

/**
 * The function that counts people when `ledger_entry` changes. A person counts once for a goal: in the month and
 * commune of the earliest evidence.
 */
export function ledgerEntryChanged(place: PlaceColumns): string {
  const { columns, of, positions } = cell(place);
  return `
      create or replace function ledger_entry_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        with gone as (
          delete from ledger_person p using (select distinct goal_code, pseudonym from changed) c
          where p.goal_code = c.goal_code and p.pseudonym = c.pseudonym
          returning ${of('p')}
        ), cell as (
          select ${columns}, count(*)::int as people from gone group by ${positions}
        )
        update ledger_month m set people = m.people - cell.people from cell
        where (${of('m')})
          = (${of('cell')});
        with counted as (
          insert into ledger_person (goal_code, pseudonym, ${place.join(', ')}, month, sex, age_band, area)
          select distinct on (e.goal_code, e.pseudonym) e.goal_code, e.pseudonym, ${qualified('e', place)},
            to_char(e.reached_on, 'YYYY-MM'), e.sex, e.age_band, e.area
          from ledger_entry e join (select distinct goal_code, pseudonym from changed) c using (goal_code, pseudonym)
          order by e.goal_code, e.pseudonym, e.reached_on, e.evidence
          returning ${columns}
        )
        insert into ledger_month (${columns}, people)
        select ${columns}, count(*)::int from counted group by ${positions}
        on conflict (${columns})
        do update set people = ledger_month.people + excluded.people;
        return null;
      end $$`;
}

/** The function that counts occurrences when `ledger_activity` changes. */
export function ledgerActivityChanged(place: PlaceColumns): string {
  const { columns, of, positions } = cell(place);
  const placeAndMonth = `goal_code, ${place.join(', ')}, to_char(occurred_on, 'YYYY-MM')`;
  return `
      create or replace function ledger_activity_changed() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtext('ledger'));
        if tg_argv[0] = 'out' then
          with cell as (
            select ${placeAndMonth} as month,
              sum(occurrences)::int as occurrences
            from changed group by ${positions}
          )
          update ledger_month m set occurrences = m.occurrences - cell.occurrences from cell
          where (${of('m')})
            = (${of('cell')});
        else
          insert into ledger_month (${columns}, occurrences)
          select ${placeAndMonth}, sum(occurrences)::int
          from changed group by ${positions}
          on conflict (${columns})
          do update set occurrences = ledger_month.occurrences + excluded.occurrences;
        end if;
        return null;
      end $$`;
}

/**
 * The columns of a cell's key in `ledger_month`, alone and with a table's alias, and their positions for `group by`.
 */
function cell(place: PlaceColumns) {
  const names = ['goal_code', ...place, 'month'];
  return {
    columns: names.join(', '),
    of: (table: string) => qualified(table, names),
    positions: names.map((_, index) => index + 1).join(', '),
  };
}

function qualified(table: string, names: readonly string[]): string {
  return names.map((name) => `${table}.${name}`).join(', ');
}
