import { ageBandOf, column, communeUnits, defineImport, type GoalCode } from '@hub/kit';
import { AgencyEntity } from '../agency/agency.entity.js';
import { StaffGroup } from '../staff/staff.type.js';
import { TrainingRecordEntity } from './training.entity.js';
import { TrainingResult } from './training.type.js';

/** What a person of the public sector who passes a course has reached: she is also an adult with basic digital skills. */
const goalsOfPassing = ['PUBLIC_SECTOR', 'ADULTS_BASIC'] as const satisfies readonly GoalCode[];

export const trainingRecordImport = defineImport({
  kind: 'training-records',
  description:
    "A person of an agency who completed a course of the university's; who passed has reached PUBLIC_SECTOR and ADULTS_BASIC on that day",
  columns: {
    agency_code: column.code,
    citizen_number: column.citizenNumber,
    full_name: column.personName,
    sex: column.oneOf('FEMALE', 'MALE'),
    birth_year: column.integer(1900, 2026),
    commune_code: column.communeCode,
    staff_group: column.oneOf(...Object.values(StaffGroup)),
    course_code: column.code,
    completed_on: column.day,
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
    row.result === TrainingResult.FAILED
      ? []
      : goalsOfPassing.map((goalCode) => ({
          kind: 'person',
          goalCode,
          pseudonym: row.citizen_number,
          communeCode: row.commune_code,
          reachedOn: row.completed_on,
          sex: row.sex,
          ageBand: ageBandOf(row.birth_year, row.completed_on),
          area: communeUnits.get(row.commune_code)?.area ?? 'PLAIN',
        })),
});
