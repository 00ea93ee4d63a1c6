import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** That a volunteer teaches at a school, from a day on. */
export const SchoolPlacementEntity = defineEntity({
  name: 'SchoolPlacement',
  tableName: 'school_placement',
  properties: {
    volunteerCode: p.text().primary(),
    /** The Department of Education and Training's school; that it exists is the Department's to say. */
    schoolCode: p.text().primary(),
    since: p.date(),
  },
});

export type SchoolPlacement = InferEntity<typeof SchoolPlacementEntity>;
