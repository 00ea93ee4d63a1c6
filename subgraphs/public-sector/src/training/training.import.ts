import { column, defineImport, reachedGoals } from '@hub/kit';
import { AgencyEntity } from '../agency/agency.entity.js';
import { StaffGroup } from '../staff/staff.type.js';
import { TrainingRecordEntity } from './training.entity.js';
import { TrainingResult } from './training.type.js';

export const trainingRecordImport = defineImport({
  kind: 'training-records',
  description:
    "A person of an agency who completed a course of the university's; who passed has reached PUBLIC_SECTOR and ADULTS_BASIC on that day",
  columns: {
    agency_code: column.code,
    ...column.person,
    staff_group: column.oneOf(...Object.values(StaffGroup)),
    course_code: column.code,
    completed_on: column.pastDay,
    result: column.oneOf(...Object.values(TrainingResult)),
  },
  key: ['citizen_number', 'course_code', 'completed_on'],
  references: { agency_code: [AgencyEntity, 'code'] },
  entity: TrainingRecordEntity,
  entityKey: ['pseudonym', 'courseCode', 'completedOn'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    courseCode: row.course_code,
    completedOn: row.completed_on,
    agencyCode: row.agency_code,
    staffGroup: row.staff_group,
    result: row.result,
  }),
  toLedger: (row) =>
    reachedGoals(row, row.result === TrainingResult.PASSED ? row.completed_on : null, 'PUBLIC_SECTOR', 'ADULTS_BASIC'),
});
