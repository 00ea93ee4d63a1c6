import type { PeopleTable } from '@hub/kit';
import { communeOf } from './school-place.js';

/** Teachers who completed a course: of all schools, and by school. */
export const teacherCounts: PeopleTable = {
  measures: ['TEACHERS'],
  counts: `
    select 'TEACHERS' as measure, t.course_code as subject, s.place, '' as month, count(distinct t.pseudonym)::int as people
    from teacher_training t join placed_school s on s.code = t.school_code
    group by t.course_code, grouping sets ((), (s.place))`,
  parts: `
    select distinct 'TEACHERS' as measure, course_code as subject, null as place, '' as month,
      (select count(*)::int from school) as parts
    from teacher_training`,
  totalsOf: (cell, rootPlace) => (communeOf(cell) === undefined ? [] : [{ ...cell, place: rootPlace }]),
};
