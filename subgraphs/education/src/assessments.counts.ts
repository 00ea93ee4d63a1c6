import { type PeopleTable, totalOfAllPlaces } from '@hub/kit';

/** The pupils assessed in a school year, and the pupils among them who passed for a goal. */
const measures = `(values ('ASSESSED', false), ('ASSESSED_PASSED', true)) as k(measure, of_passed)`;

const passed = `'ASSESSED_PASSED' as measure, '' as subject`;
const goals = `(select distinct goal_code as goal from passing_level) g`;
const years = `(select distinct school_year from school_class) y`;

/** Assessed pupils by school year: of the province, and by the commune of the school. */
export const assessmentCounts: PeopleTable = {
  measures: ['ASSESSED', 'ASSESSED_PASSED'],
  nested: [['ASSESSED', 'ASSESSED_PASSED']],
  // Hashed first: sorting half a million pupils for each distinct count takes twice as long.
  counts: `
    with judged as (
      select distinct k.measure, j.school_year, j.commune_code, j.pseudonym
      from judged_assessment j join ${measures} on j.goal_code is not null or not k.of_passed
    )
    select measure, '' as subject, commune_code as place, school_year as month, count(*)::int as people
    from judged group by 1, 3, 4
    union all
    select measure, '', null, school_year, count(*)::int
    from (select distinct measure, school_year, pseudonym from judged) j group by 1, 4`,
  parts: `
    select k.measure, '' as subject, null as place, y.school_year as month, s.communes::int as parts
    from (select distinct school_year from school_class) y cross join ${measures}
    cross join (select count(distinct commune_code) as communes from school) s`,
  totalsOf: totalOfAllPlaces,
  // A pupil who reached a goal passed in some school year, in the same commune.
  figures: [
    `select goal, ${passed}, null as place, school_year as month from ${goals} cross join ${years}`,
    `select goal, s.code, s."from", ${passed}, s.code as place, school_year as month from ${goals} cross join ${years}
     cross join (select distinct commune_code as code, commune_from::text as "from" from school) s`,
  ],
};
