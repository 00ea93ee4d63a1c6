import { type CountKey, type PeopleTable, totalOfAllPlaces } from '@hub/kit';
import { communeOf } from './school-place.js';

/** All pupils, and the pupils known to live in the school's commune. */
const measures = `(values ('PUPILS', false), ('PUPILS_LIVING_HERE', true)) as k(measure, of_here)`;

/**
 * Number of pupils at a school, from the last day of one month to that of another. A pupil is at one school on a day,
 * so sums over schools are distinct people.
 */
const stays = `
  select s.place, s.commune_code, coalesce(e.lives_in = s.commune_code, false) as is_here,
    date_trunc('month', e.enrolled_on::timestamp) as first,
    date_trunc('month', coalesce(e.left_on, c.last_day) + interval '1 day') - interval '1 month' as last,
    sum(e.people) as people
  from (
    select e.class_code, e.enrolled_on, e.left_on, p.commune_code as lives_in, count(*) as people
    from enrolment e join pupil p using (pseudonym) group by 1, 2, 3, 4
  ) e join school_class c on c.code = e.class_code join placed_school s on s.code = c.school_code
  group by 1, 2, 3, 4, 5`;

/** Pupils by school, by commune and in the province at each month's end, through the last school year on record. */
export const pupilCounts: PeopleTable = {
  measures: ['PUPILS', 'PUPILS_LIVING_HERE'],
  nested: [['PUPILS', 'PUPILS_LIVING_HERE']],
  counts: `
    select k.measure, '' as subject, coalesce(s.place, s.commune_code) as place, to_char(m, 'YYYY-MM') as month,
      sum(s.people)::int as people
    from (${stays}) s join ${measures} on s.is_here or not k.of_here
    cross join generate_series(s.first, s.last, interval '1 month') m
    group by k.measure, m, grouping sets ((), (s.commune_code), (s.place))
    having k.measure = 'PUPILS' or grouping(s.place) = 1`,
  // A commune without schools has no pupils, which is public knowledge.
  parts: `
    with month as (
      select to_char(m, 'YYYY-MM') as month from generate_series(
        (select min(enrolled_on) from enrolment)::timestamp, (select max(ended_on) from enrolment_span)::timestamp,
        interval '1 month') m
    )
    select k.measure, '' as subject, t.place, month.month, t.parts::int as parts
    from month cross join ${measures} cross join (
      select null as place, count(distinct commune_code) as parts, false as of_schools from school
      union all select commune_code, count(*), true from school group by 1
    ) t where not (t.of_schools and k.of_here)`,
  totalsOf: (cell, rootPlace): CountKey[] => {
    const commune = communeOf(cell);
    return commune === undefined ? totalOfAllPlaces(cell, rootPlace) : [{ ...cell, place: commune }];
  },
};
