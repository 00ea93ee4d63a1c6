import { column, daysInOrder, defineImport } from '@hub/kit';
import { CourseEntity } from '../course/course.entity.js';
import { CourseClassEntity } from './course-class.entity.js';
import { ClassMode } from './course-class.type.js';

export const courseClassImport = defineImport({
  kind: 'classes',
  description: "A class in which a course is taught: where, when, how; with its course's goal",
  columns: {
    code: column.code,
    course_code: column.code,
    goal_code: column.code,
    commune_code: column.optional(column.communeCode),
    starts_on: column.day,
    ends_on: column.day,
    mode: column.oneOf(...Object.values(ClassMode)),
    capacity: column.integer(1, 100_000),
  },
  key: ['code'],
  references: { course_code: [CourseEntity, 'code'] },
  constraints: {
    class_has_goal_of_its_course: { column: 'goal_code', reason: 'expected the goal of the course, got another' },
    enrolment_has_goal_of_its_class: {
      column: 'goal_code',
      reason: 'expected the goal that the enrolments of the class were imported with, got another',
    },
  },
  check: (row) => {
    if (row.commune_code === null && row.mode !== ClassMode.ONLINE) {
      return { column: 'commune_code', reason: `expected a place, since the class is ${row.mode}; got none` };
    }
    return daysInOrder(row, 'starts_on', 'ends_on');
  },
  entity: CourseClassEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    courseCode: row.course_code,
    goalCode: row.goal_code,
    communeCode: row.commune_code,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    mode: row.mode,
    capacity: row.capacity,
  }),
});
