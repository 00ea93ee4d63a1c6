import { defineEntity, p } from '@mikro-orm/core';

/** A pupil, under a pseudonym. Never in the graph as it is. */
export const PupilEntity = defineEntity({
  name: 'Pupil',
  tableName: 'pupil',
  properties: {
    pseudonym: p.text().primary(),
    sex: p.text(),
    birthYear: p.integer(),
    /** Where the pupil lives; null where that is not known, or in another province. */
    communeCode: p.text().nullable(),
  },
});

/** How a pupil came into a class. */
export enum EnrolmentEntry {
  /** Into a first class on record, or back into one. */
  NEW = 'NEW',
  /** From a lower grade of an earlier school year. */
  PROMOTED = 'PROMOTED',
  /** In the same grade as in an earlier school year. */
  REPEATED = 'REPEATED',
  /** From another class in the same school year. */
  MOVED = 'MOVED',
}

/** Why a pupil was in a class no longer, before the school year ended. */
export enum EnrolmentExit {
  /** To another class or school. */
  MOVED = 'MOVED',
  /** Out of school, or out of the province. */
  LEFT = 'LEFT',
}

/** A pupil's time in one class: until the school year ends, unless there is another end. */
export const EnrolmentEntity = defineEntity({
  name: 'Enrolment',
  tableName: 'enrolment',
  properties: {
    pseudonym: p.text().primary(),
    enrolledOn: p.date().primary(),
    classCode: p.text(),
    leftOn: p.date().nullable(),
    entry: p.enum(() => EnrolmentEntry),
    exit: p.enum(() => EnrolmentExit).nullable(),
  },
});
