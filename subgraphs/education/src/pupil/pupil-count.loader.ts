import {
  daysLater,
  dayInProvince,
  defineLoader,
  nobodyPublished,
  peopleCount,
  type PeopleCount,
  type PublishedTable,
  publishedTable,
  type SubgraphContext,
  type WholeAndPart,
} from '@hub/kit';

/** The pupils of a day: by commune, and by school within each. */
interface Enrolled {
  readonly communes: PublishedTable;
  readonly schools: ReadonlyMap<string, PeopleCount>;
}

interface SchoolCell extends WholeAndPart {
  readonly day: string;
  readonly school: string;
  readonly commune: string;
}

/** Of a day that is asked for, or today, the last day of a month that is over by then. */
export function countingDay(asked: string | null | undefined, context: SubgraphContext): string {
  const today = dayInProvince(context.now());
  const day = asked != null && asked < today ? asked : today;
  const isLast = daysLater(day, 1).endsWith('-01');
  return isLast ? day : daysLater(`${day.slice(0, 7)}-01`, -1);
}

/** The pupils of days; what may be told of a school depends on the others of its commune, and on the other communes. */
export const enrolledOn = defineLoader<string, Enrolled>(async (days, em) => {
  const cells = await em.execute<SchoolCell[]>(
    `select asked.day::text, e.school_code as school, e.commune_code as commune, count(*)::int as whole,
       (count(*) filter (where p.commune_code = e.commune_code))::int as part
     from (select value::date as day from json_array_elements_text(?::json)) asked
     join enrolment_span e on asked.day between e.enrolled_on and e.ended_on
     join pupil p on p.pseudonym = e.pseudonym group by 1, 2, 3`,
    [JSON.stringify(days)],
  );
  const byDay = Map.groupBy(cells, ({ day }) => day);
  return days.map((day) => enrolled(byDay.get(day) ?? []));
});

function enrolled(schools: readonly SchoolCell[]): Enrolled {
  const byCommune = Map.groupBy(schools, ({ commune }) => commune);
  const communes = publishedTable(new Map([...byCommune].map(([code, cells]) => [code, sum(cells)])), sum(schools));
  return { communes, schools: new Map([...byCommune].flatMap(([code, cells]) => ofSchools(code, cells, communes))) };
}

/** A commune's schools: all of their numbers are withheld where one is small, or where that of the commune is withheld. */
function ofSchools(commune: string, cells: readonly SchoolCell[], { cells: communes }: PublishedTable) {
  const withheld =
    communes.get(commune)?.whole.suppressed === true || cells.some(({ whole }) => peopleCount(whole).suppressed);
  return cells.map(({ school, whole }): [string, PeopleCount] => [school, peopleCount(whole, withheld)]);
}

/** Nobody is at two schools on a day, so that numbers add up. */
function sum(cells: readonly WholeAndPart[]): WholeAndPart {
  return cells.reduce((total, { whole, part }) => ({ whole: total.whole + whole, part: total.part + part }), {
    whole: 0,
    part: 0,
  });
}

/** What is told of a commune without pupils. */
export const noPupils = nobodyPublished;
