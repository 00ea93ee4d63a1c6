import type { SqlEntityManager } from '@hub/kit';
import { type IdentityMeasure, measureColumns } from '../measure.js';

/**
 * SQL for the number of adults that limits a count (`c`, with `place` and `month`): the newest as of the month's end or
 * before, or the oldest if all are later.
 */
export const adultsOfCount = `
  lateral (
    select a.* from adults a
    cross join (select (c.month || '-01')::date + interval '1 month' - interval '1 day' as day) month_end
    where a.place = c.place
    order by a.as_of <= month_end.day desc, case when a.as_of <= month_end.day then a.as_of end desc, a.as_of limit 1)`;

/**
 * SQL for the upper bound of a commune's counts in each month; it selects `place`, `month` and `bound`. The bound is
 * the smallest number of adults in the counts of this month and later ones, since counts to date never fall. Months
 * after the last count have the bound of its month.
 */
export const boundsOfCounts = `
  with counted as (
    select c.place, c.month, a.adults, max(c.month) over (partition by c.place) as last
    from identity_count c join ${adultsOfCount} a on true
  ), month as (
    select to_char(m, 'YYYY-MM') as month from generate_series(
      (select min(month) || '-01' from counted)::timestamp, (select max(month) || '-01' from counted)::timestamp,
      interval '1 month') m
  )
  select c.place, m.month, min(c.adults) as bound from counted c join month m on c.month >= least(m.month, c.last)
  group by 1, 2`;

/** A count above the commune's number of adults, or without such a number. */
export interface Excess {
  readonly place: string;
  readonly month: string;
  readonly measure: IdentityMeasure;
  readonly people: number;
  /** Null if the number is unknown. */
  readonly adults: number | null;
  readonly asOf: string | null;
}

/** Finds the counts above the number of adults, in some months or communes. */
export async function excessCounts(
  em: SqlEntityManager,
  { months = [], places = [] }: { readonly months?: readonly string[]; readonly places?: readonly string[] },
): Promise<Excess[]> {
  const values = Object.entries(measureColumns).map(([measure, column]) => `('${measure}', c.${column})`);
  return em.execute<Excess[]>(
    `select c.place, c.month, v.measure, v.people, a.adults, a.as_of::text as "asOf"
     from identity_count c left join ${adultsOfCount} a on true
     cross join lateral (values ${values.join(', ')}) as v(measure, people)
     where (c.month in (select json_array_elements_text(?::json)) or c.place in (select json_array_elements_text(?::json)))
       and (a.adults is null or v.people > a.adults)
     order by 1, 2, 3`,
    [JSON.stringify(months), JSON.stringify(places)],
  );
}
