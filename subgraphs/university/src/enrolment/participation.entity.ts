import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A view of which organisations' people took which courses, by published counts. */
export const ParticipationEntity = defineEntity({
  name: 'Participation',
  tableName: 'course_participation',
  properties: {
    courseCode: p.text().primary(),
    /** The organisation as published counts have it: empty for those of none. */
    place: p.text().primary(),
    /** Null for those of none. */
    organisationCode: p.text().nullable(),
  },
});

export type Participation = InferEntity<typeof ParticipationEntity>;
