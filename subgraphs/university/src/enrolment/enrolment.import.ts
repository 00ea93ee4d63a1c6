import { ageBandOf, column, communeUnits, defineImport, participants } from '@hub/kit';
import { CourseClassEntity } from '../class/course-class.entity.js';
import { courseGoals } from '../course/course.import.js';
import { EnrolmentEntity, EnrolmentResult } from './enrolment.entity.js';

export const enrolmentImport = defineImport({
  kind: 'enrolments',
  description: "A person in a class; who passes reaches the course's goal on that day (ADULTS_BASIC: as an adult)",
  columns: {
    class_code: column.code,
    citizen_number: column.citizenNumber,
    full_name: column.personName,
    sex: column.oneOf('FEMALE', 'MALE'),
    birth_year: column.integer(1900, 2026),
    commune_code: column.communeCode,
    organisation_code: column.optional(column.oneOf(...participants.map(({ code }) => code))),
    goal_code: column.oneOf(...courseGoals),
    enrolled_on: column.day,
    result: column.oneOf(...Object.values(EnrolmentResult)),
    result_on: column.optional(column.day),
  },
  key: ['class_code', 'citizen_number'],
  references: { class_code: [CourseClassEntity, 'code'] },
  check: ({ enrolled_on, result, result_on }) => {
    if ((result === EnrolmentResult.ENROLLED) !== (result_on === null)) {
      const expected = result_on === null ? 'the day of the result' : 'no day before there is a result';
      return { column: 'result_on', reason: `expected ${expected} (${result}), got ${result_on ?? 'none'}` };
    }
    return result_on !== null && result_on < enrolled_on
      ? { column: 'result_on', reason: `expected a day on or after enrolled_on (${enrolled_on}), got ${result_on}` }
      : undefined;
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
  toLedger: (row) => {
    if (row.result !== EnrolmentResult.PASSED || row.result_on === null) return [];
    const ageBand = ageBandOf(row.birth_year, row.result_on);
    if (ageBand === 'UNDER_18') return [];
    return [
      {
        kind: 'person',
        goalCode: row.goal_code,
        pseudonym: row.citizen_number,
        communeCode: row.commune_code,
        reachedOn: row.result_on,
        sex: row.sex,
        ageBand,
        area: communeUnits.get(row.commune_code)?.area ?? 'PLAIN',
      },
    ];
  },
});
