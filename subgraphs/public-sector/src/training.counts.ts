import type { CountKey, PeopleTable } from '@hub/kit';
import { communeOf, isOfAgency } from './agency-place.js';
import { StaffGroup } from './records/staff.js';

/** The people who completed training, and the people among them who passed. */
const measures = `(values ('TRAINED', null), ('PASSED', 'PASSED')) as m(measure, result)`;

/**
 * A person who passed any course has reached these goals. Counts cover communes and agencies, all groups, and all
 * courses.
 */
const goals = `(values ('PUBLIC_SECTOR'), ('ADULTS_BASIC')) as g(goal)`;
const passed = `g.goal, 'PASSED' as measure`;
const staffGroups = `(values ${Object.values(StaffGroup)
  .map((group) => `('${group}')`)
  .join(', ')}) as s(code)`;

/**
 * Training by agency, by commune over its own agencies, and by group of staff, each over all courses; by course, and by
 * course and agency.
 */
export const trainingCounts: PeopleTable = {
  measures: ['TRAINED', 'PASSED'],
  nested: [['TRAINED', 'PASSED']],
  counts: `
    select m.measure, coalesce(r.course_code, '') as subject, coalesce(a.place, a.commune_code, r.staff_group) as place,
      '' as month, count(distinct r.pseudonym)::int as people
    from training_record r join placed_agency a on a.code = r.agency_code
    join ${measures} on m.result is null or m.result = r.result
    group by m.measure, grouping sets (
      (a.place), (a.commune_code), (r.staff_group), (r.course_code), (r.course_code, a.place))
    having grouping(a.commune_code) = 1 or a.commune_code is not null`,
  parts: `
    with course as (select distinct course_code from training_record)
    select m.measure, t.subject, t.place, '' as month, t.parts::int as parts from ${measures} cross join (
      select course_code as subject, null as place, (select count(*) from agency) as parts from course
      union all select '', place, (select count(*) from course) from placed_agency
      union all select '', commune_code, count(*) from agency where commune_code is not null group by 2
    ) t`,
  totalsOf,
  figures: [
    `select distinct ${passed}, '' as subject, coalesce(a.commune_code, a.place) as place, '' as month
     from placed_agency a cross join ${goals}`,
    `select ${passed}, '' as subject, s.code as place, '' as month from ${staffGroups} cross join ${goals}`,
    `select distinct ${passed}, r.course_code as subject, null as place, '' as month
     from training_record r cross join ${goals}`,
  ],
};

function totalsOf(cell: CountKey, rootPlace: string): CountKey[] {
  if (!isOfAgency(cell)) return [];
  if (cell.subject !== '') {
    return [
      { ...cell, place: rootPlace },
      { ...cell, subject: '' },
    ];
  }
  const commune = communeOf(cell);
  return commune === undefined ? [] : [{ ...cell, place: commune }];
}

/**
 * Number of an agency's people who share a record: course, day and result. Records shared by at least ten people are
 * listed without this number, since a total rounded down to ten never discloses more.
 */
export const recordCounts: PeopleTable = {
  measures: ['RECORD_PASSED', 'RECORD_FAILED'],
  counts: `
    select 'RECORD_' || r.result as measure, r.course_code as subject, a.place, r.completed_on::text as month,
      count(*)::int as people
    from training_record r join placed_agency a on a.code = r.agency_code group by 1, 2, 3, 4`,
};
