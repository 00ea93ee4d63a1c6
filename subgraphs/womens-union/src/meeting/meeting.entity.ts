import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { MeetingLevel } from './meeting.type.js';

/** A meeting of the Women's Union's officials about the movement (hội nghị chuyên đề). */
export const MeetingEntity = defineEntity({
  name: 'Meeting',
  tableName: 'meeting',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** Null where the source does not say. */
    heldOn: p.date().nullable(),
    level: p.enum(() => MeetingLevel),
    /** Of meetings at commune level only. */
    communeCode: p.text().nullable(),
    attendances: p.integer(),
    source: p.text(),
  },
});

export type Meeting = InferEntity<typeof MeetingEntity>;
