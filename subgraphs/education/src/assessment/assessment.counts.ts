import { type PeopleTable, totalOfAllPlaces } from '@hub/kit';

/** The pupils assessed in a school year, and those of them who passed for a goal. */
const measures = `(values ('ASSESSED', false), ('ASSESSED_PASSED', true)) as k(measure, of_passed)`;

/** Assessed pupils by school year: of the province, and by the commune of the school. */
export const assessmentCounts: PeopleTable = {
  measures: ['ASSESSED', 'ASSESSED_PASSED'],
  nested: [['ASSESSED', 'ASSESSED_PASSED']],
  counts: `
    select k.measure, '' as subject, j.commune_code as place, j.school_year as month,
      count(distinct j.pseudonym)::int as people
    from judged_assessment j join ${measures} on j.goal_code is not null or not k.of_passed
    group by k.measure, j.school_year, grouping sets ((), (j.commune_code))`,
  parts: `
    select k.measure, '' as subject, null as place, y.school_year as month, s.communes::int as parts
    from (select distinct school_year from school_class) y cross join ${measures}
    cross join (select count(distinct commune_code) as communes from school) s`,
  totalsOf: totalOfAllPlaces,
  figures: [
    `select distinct m.goal_code as goal, 'ASSESSED_PASSED' as measure, '' as subject, null as place, c.school_year as month
     from passing_level m cross join school_class c`,
  ],
};
