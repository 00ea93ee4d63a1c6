import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { GuidanceService } from './guidance-session.type.js';

/** A guidance session, or a total of many that is known as one figure only. */
export const GuidanceSessionEntity = defineEntity({
  name: 'GuidanceSession',
  tableName: 'guidance_session',
  properties: {
    code: p.text().primary(),
    teamCode: p.text().nullable(),
    servicePointCode: p.text().nullable(),
    /** Null when only the province is known. */
    communeCode: p.text().nullable(),
    /** The session's day; of a total, the first day of the month from which it counts. */
    startsOn: p.date(),
    isTotal: p.boolean(),
    occurrences: p.integer(),
    approximate: p.boolean(),
    services: p.enum(() => GuidanceService).array(),
    source: p.text().nullable(),
  },
});

export type GuidanceSessionRow = InferEntity<typeof GuidanceSessionEntity>;
