import { column, daysInOrder, defineImport, participants, reachedGoals } from '@hub/kit';
import { CourseClassEntity } from '../class/course-class.entity.js';
import { EnrolmentEntity, EnrolmentResult } from './enrolment.entity.js';

export const enrolmentImport = defineImport({
  kind: 'enrolments',
  description: "A person in a class; who passes reaches the course's goal on that day, if she is of its audience",
  columns: {
    class_code: column.code,
    ...column.person,
    organisation_code: column.optional(column.oneOf(...participants.map(({ code }) => code))),
    goal_code: column.code,
    enrolled_on: column.pastDay,
    result: column.oneOf(...Object.values(EnrolmentResult)),
    result_on: column.optional(column.pastDay),
  },
  key: ['class_code', 'citizen_number'],
  references: { class_code: [CourseClassEntity, 'code'] },
  constraints: {
    enrolment_has_goal_of_its_class: { column: 'goal_code', reason: 'expected the goal of the class, got another' },
  },
  check: (row) => {
    const { result, result_on } = row;
    if ((result === EnrolmentResult.ENROLLED) !== (result_on === null)) {
      const expected = result_on === null ? 'the day of the result' : 'no day before there is a result';
      return { column: 'result_on', reason: `expected ${expected} (${result}), got ${result_on ?? 'none'}` };
    }
    return daysInOrder(row, 'enrolled_on', 'result_on');
  },
  entity: EnrolmentEntity,
  entityKey: ['classCode', 'pseudonym'],
  toEntity: (row) => ({
    classCode: row.class_code,
    pseudonym: row.citizen_number,
    goalCode: row.goal_code,
    organisationCode: row.organisation_code,
    enrolledOn: row.enrolled_on,
    result: row.result,
    resultOn: row.result_on,
  }),
  toLedger: (row) => reachedGoals(row, row.result === EnrolmentResult.PASSED ? row.result_on : null, row.goal_code),
});
