import type { SqlEntityManager } from '@mikro-orm/sql';
import { lastDayOf } from '@hub/protocol';

/** A goal's cell in the ledger, for a place and a month: people to date, occurrences of the month. */
export interface LedgerCell {
  readonly goal: string;
  readonly code: string;
  readonly from: string;
  readonly month: string;
  readonly people: number;
  readonly occurrences: number;
}

/** The goals with any row in the ledger. */
export async function goalsInLedger(em: SqlEntityManager): Promise<string[]> {
  const rows: { goal: string }[] = await em.execute(`select distinct goal_code as goal from ledger_month`);
  return rows.map(({ goal }) => goal);
}

/** The facts of the last month after the day, which do not count. */
const laterFacts = `
    select commune_code, commune_from, sum(people) as people, sum(occurrences) as occurrences from (
      select p.commune_code, p.commune_from, 1 as people, 0 as occurrences
      from asked a join ledger_person p on p.goal_code = a.goal and p.month = a.last and a.through < a.end_of_last
      where not exists (
        select from ledger_entry e where e.goal_code = p.goal_code and e.pseudonym = p.pseudonym
          and e.reached_on <= a.through)
      union all
      select t.commune_code, t.commune_from, 0, t.occurrences from asked a
      join ledger_activity t on t.goal_code = a.goal and t.occurred_on > a.through and t.occurred_on <= a.end_of_last
    ) facts group by 1, 2`;

/** Counts are of whole months, so none is later. */
const noLaterFacts = `select null as commune_code, null::date as commune_from, 0 as people, 0 as occurrences where false`;

/**
 * One goal, month by month up to a day. A commune that, on a month's last day, had become wholly part of another
 * together with all of its siblings is counted there. Of the last month, only facts up to the day count.
 */
const statement = (later: string) => `
  with asked as (select ?::text as goal, ?::text as last, ?::date as through, ?::date as end_of_last),
  month as (
    select to_char(m, 'YYYY-MM') as month, least((m + interval '1 month' - interval '1 day')::date, a.through) as day
    from asked a, generate_series(
      (select min(month) || '-01' from ledger_month where goal_code = a.goal)::timestamp, a.through::timestamp,
      interval '1 month') m
  ), later as (${later}), own as (
    select m.commune_code, m.commune_from, m.month, m.people - coalesce(l.people, 0) as people,
      m.occurrences - coalesce(l.occurrences, 0) as occurrences
    from asked a join ledger_month m on m.goal_code = a.goal and m.month <= a.last
    left join later l on m.month = a.last and (l.commune_code, l.commune_from) = (m.commune_code, m.commune_from)
  ), to_date as (
    select c.commune_code, c.commune_from, m.month, m.day, coalesce(o.occurrences, 0) as occurrences,
      sum(coalesce(o.people, 0)) over (partition by c.commune_code, c.commune_from order by m.month) as people
    from (select distinct commune_code, commune_from from own) c cross join month m
    left join own o on (o.commune_code, o.commune_from, o.month) = (c.commune_code, c.commune_from, m.month)
  )
  select coalesce(w.whole_code, t.commune_code) as code, coalesce(w.whole_from, t.commune_from)::text as "from", t.month,
    sum(t.people)::int as people, sum(t.occurrences)::int as occurrences
  from to_date t left join place_part w
    on (w.code, w.valid_from) = (t.commune_code, t.commune_from) and t.day between w.whole_from and w.whole_until
  group by 1, 2, 3 having sum(t.people) > 0 or sum(t.occurrences) > 0`;

/**
 * Reads a goal's cells in the ledger, from its first month to the month of a day.
 * @param through the last day that counts.
 * @param ofCounts whether the organisation has counts only, for whole months.
 */
export async function ledgerCells(
  em: SqlEntityManager,
  goal: string,
  through: string,
  ofCounts: boolean,
): Promise<LedgerCell[]> {
  const month = through.slice(0, 7);
  const rows: Omit<LedgerCell, 'goal'>[] = await em.execute(statement(ofCounts ? noLaterFacts : laterFacts), [
    goal,
    month,
    through,
    lastDayOf(month),
  ]);
  return rows.map((row) => ({ goal, ...row }));
}
