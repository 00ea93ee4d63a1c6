import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * A table of counts by commune and month, with which an organisation without records of people contributes to goals.
 * Its column `place` has the commune's code with its first day, `CODE@DAY`, and `month` the month; each measure has a
 * column with the people to date at the month's end.
 */
export interface CountTable {
  readonly table: string;
  /** The columns by their measures' names, which the mapping to goals uses. */
  readonly measures: Readonly<Record<string, string>>;
  /** Selects the public upper bound of a place's counts in a month: rows of `place`, `month` and `bound`. */
  readonly bounds?: string;
}

/**
 * The counts as rows (`counted`), and the people that each month added in each place (`moved`). The successors of an
 * ended commune count its people: in the month of the first count of a successor, the ended commune loses them.
 */
const movesOf = ({ table, measures }: CountTable) => `
  later (code, since, next_code, next_since) as (
    select code, valid_from, successor_code, successor_from from place_succession
    union
    select l.code, l.since, s.successor_code, s.successor_from
    from later l join place_succession s on (s.code, s.valid_from) = (l.next_code, l.next_since)
  ), counted as (
    select v.measure, split_part(c.place, '@', 1) as code, split_part(c.place, '@', 2)::date as since, c.month, v.people
    from ${table} c cross join lateral (values ${Object.entries(measures)
      .map(([measure, column]) => `('${measure}', c.${column})`)
      .join(', ')}) as v(measure, people)
  ), span as (
    select measure, code, since, min(month) as first, max(people) as people from counted group by 1, 2, 3
  ), handed_over as (
    select former.measure, former.code, former.since, min(next.first) as month, former.people
    from span former join later l on (l.code, l.since) = (former.code, former.since)
    join span next on (next.measure, next.code, next.since) = (former.measure, l.next_code, l.next_since)
    group by 1, 2, 3, 5
  ), moved as (
    select measure, code, since, month,
      people - lag(people, 1, 0) over (partition by measure, code, since order by month) as people
    from counted
    union all
    select measure, code, since, month, -people from handed_over
  )`;

/**
 * Updates the ledger from the counts and from their mapping to goals, in the transaction of the given entity manager.
 * Correct rows stay untouched, so that readers of changes get real changes only.
 */
export async function recountGoals(em: SqlEntityManager, counts: CountTable): Promise<void> {
  // As in `recordEvidence`, the numbers of changes become visible in their order.
  await em.execute(`select pg_advisory_xact_lock(hashtext('ledger'))`);
  await em.execute(
    `with recursive ${movesOf(counts)}, wanted as (
       select g.goal_code, m.code, m.since, m.month, sum(m.people)::int as people
       from counted_goal g join moved m using (measure) group by 1, 2, 3, 4 having sum(m.people) <> 0
     ), gone as (
       update ledger_month t set people = 0 where people <> 0 and not exists (
         select from wanted w
         where (w.goal_code, w.code, w.since, w.month) = (t.goal_code, t.commune_code, t.commune_from, t.month))
     )
     insert into ledger_month as t (goal_code, commune_code, commune_from, month, people)
     select goal_code, code, since, month, people from wanted
     on conflict (goal_code, commune_code, commune_from, month)
     do update set people = excluded.people where t.people <> excluded.people`,
  );
}

/** A count to date that is smaller than an earlier one. */
export interface Fall {
  readonly measure: string;
  /** The commune in the table's form; `month` and `people` belong to the smaller count. */
  readonly place: string;
  readonly month: string;
  readonly people: number;
  /** The month and the number of the earlier count. */
  readonly formerMonth: string;
  readonly formerPeople: number;
  /** Whether the earlier count is the sum of the communes that became wholly part of this one. */
  readonly ofParts: boolean;
}

/**
 * Finds the counts that fall: below the same commune's earlier count or, for a commune's first count, below the sum of
 * the communes that became wholly part of it.
 */
export async function fallingCounts(em: SqlEntityManager, counts: CountTable): Promise<Fall[]> {
  return em.execute<Fall[]>(
    `with recursive ${movesOf(counts)}, pair as (
       select measure, code, since, month, people, false as of_parts,
         lag(month) over steps as former_month, lag(people) over steps as former_people
       from counted window steps as (partition by measure, code, since order by month)
     ), merged as (
       select s.measure, s.code, s.since, s.first, sum(m.people)::int as people, max(m.month) as month
       from span s join place_part w on (w.whole_code, w.whole_from) = (s.code, s.since)
       join moved m on (m.measure, m.code, m.since) = (s.measure, w.code, w.valid_from) and m.month < s.first
       group by 1, 2, 3, 4
     ), falling as (
       select * from pair where people < former_people
       union all
       select p.measure, p.code, p.since, p.month, p.people, true, m.month, m.people
       from pair p join merged m on (m.measure, m.code, m.since, m.first) = (p.measure, p.code, p.since, p.month)
       where p.people < m.people
     )
     select measure, code || '@' || to_char(since, 'YYYY-MM-DD') as place, month, people, former_month as "formerMonth",
       former_people as "formerPeople", of_parts as "ofParts"
     from falling order by place, month, measure`,
  );
}
