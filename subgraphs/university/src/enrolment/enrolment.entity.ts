import { defineEntity, p } from '@mikro-orm/core';

/** What became of an enrolment. */
export enum EnrolmentResult {
  ENROLLED = 'ENROLLED',
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  WITHDRAWN = 'WITHDRAWN',
}

/** A person in a class, under a pseudonym. */
export const EnrolmentEntity = defineEntity({
  name: 'Enrolment',
  tableName: 'enrolment',
  properties: {
    classCode: p.text().primary(),
    pseudonym: p.text().primary(),
    /** The course's, which the tables see to. */
    goalCode: p.text(),
    /** The organisation that the learner belongs to; null for one of the public. */
    organisationCode: p.text().nullable(),
    enrolledOn: p.date(),
    result: p.enum(() => EnrolmentResult),
    resultOn: p.date().nullable(),
  },
});
