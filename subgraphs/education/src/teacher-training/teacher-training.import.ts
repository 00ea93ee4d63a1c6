import { column, defineWholeImport } from '@hub/kit';
import { SchoolEntity } from '../school/school.entity.js';
import { TeacherTrainingEntity } from './teacher-training.entity.js';

export const teacherTrainingImport = defineWholeImport({
  kind: 'teacher-trainings',
  description:
    "A teacher of a school who completed a course of the university's; for the goal of public staff, the public sector's records count",
  columns: {
    school_code: column.code,
    citizen_number: column.citizenNumber,
    full_name: column.personName,
    course_code: column.code,
    completed_on: column.pastDay,
  },
  key: ['citizen_number', 'course_code', 'completed_on'],
  references: { school_code: [SchoolEntity, 'code'] },
  entity: TeacherTrainingEntity,
  entityKey: ['pseudonym', 'courseCode', 'completedOn'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    courseCode: row.course_code,
    completedOn: row.completed_on,
    schoolCode: row.school_code,
  }),
});
