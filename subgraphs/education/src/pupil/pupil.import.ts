import { column, daysInOrder, defineWholeImport } from '@hub/kit';
import { claimsOfPupils } from '../claims.js';
import { SchoolClassEntity } from '../class/school-class.entity.js';
import { enrolmentsFit } from './enrolment.check.js';
import { EnrolmentEntity, EnrolmentEntry, EnrolmentExit, PupilEntity } from './pupil.entity.js';

export const pupilImport = defineWholeImport({
  kind: 'pupils',
  description: 'A pupil; the commune is where the pupil lives, where that is known and in this province',
  columns: { ...column.person, commune_code: column.optional(column.communeCode) },
  key: ['citizen_number'],
  entity: PupilEntity,
  entityKey: ['pseudonym'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    sex: row.sex,
    birthYear: row.birth_year,
    communeCode: row.commune_code,
  }),
  claimTogether: claimsOfPupils,
});

export const enrolmentImport = defineWholeImport({
  kind: 'enrolments',
  description:
    'A pupil’s time in a class: until the school year ends, or left_on; a file says all of a pupil’s school year, in any order, and what it does not say of that year is gone',
  columns: {
    class_code: column.code,
    citizen_number: column.citizenNumber,
    enrolled_on: column.pastDay,
    entry: column.oneOf(...Object.values(EnrolmentEntry)),
    left_on: column.optional(column.pastDay),
    exit: column.optional(column.oneOf(...Object.values(EnrolmentExit))),
  },
  key: ['citizen_number', 'enrolled_on'],
  references: { class_code: [SchoolClassEntity, 'code'], citizen_number: [PupilEntity, 'pseudonym'] },
  check: (row) => {
    const { left_on, exit } = row;
    if ((left_on === null) !== (exit === null)) {
      const expected = left_on === null ? 'nothing while the pupil has not left' : 'why the pupil left';
      return { column: 'exit', reason: `expected ${expected} (left_on), got ${exit ?? 'nothing'}` };
    }
    return daysInOrder(row, 'enrolled_on', 'left_on');
  },
  entity: EnrolmentEntity,
  entityKey: ['pseudonym', 'enrolledOn'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    enrolledOn: row.enrolled_on,
    classCode: row.class_code,
    leftOn: row.left_on,
    entry: row.entry,
    exit: row.exit,
  }),
  checkTogether: enrolmentsFit,
  claimTogether: claimsOfPupils,
});
