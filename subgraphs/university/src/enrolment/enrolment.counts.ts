import { participants, type PeopleTable } from '@hub/kit';

/** The organisations that learners can be of; an empty one where they are of none. */
const organisations = ['', ...participants.map(({ code }) => code)].map((code) => `('${code}')`).join(', ');

/**
 * The learners of classes, and of courses by the organisation that they belong to (of none: an empty place), and those of
 * them who passed. A course's classes have the same people as its organisations; how many is published nowhere.
 */
export const enrolmentCounts: PeopleTable = {
  measures: ['LEARNERS', 'PASSED'],
  nested: [['LEARNERS', 'PASSED']],
  counts: `
    select m.measure, coalesce(c.course_code, '') as subject, coalesce(e.class_code, e.organisation_code, '') as place,
      '' as month, count(distinct e.pseudonym)::int as people
    from enrolment e join course_class c on c.code = e.class_code
    join (values ('LEARNERS', null), ('PASSED', 'PASSED')) as m(measure, result) on m.result is null or m.result = e.result
    group by m.measure, grouping sets ((e.class_code), (c.course_code, e.organisation_code))`,
  // Who passed in a class reached the goal of its course.
  figures: [
    `select goal_code as goal, 'PASSED' as measure, '' as subject, code as place, '' as month from course_class`,
    `select c.goal_code as goal, 'PASSED' as measure, c.code as subject, o.code as place, '' as month
     from course c cross join (values ${organisations}) as o(code)`,
  ],
};
