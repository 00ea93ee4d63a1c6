import { column, defineImport } from '@hub/kit';
import { MeetingEntity } from './meeting.entity.js';
import { MeetingLevel } from './meeting.type.js';

export const meetingImport = defineImport({
  kind: 'meetings',
  description: "A meeting of the Women's Union's officials, with the officials present (turns)",
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    held_on: column.optional(column.pastDay),
    level: column.oneOf(...Object.values(MeetingLevel)),
    commune_code: column.optional(column.communeCode),
    attendances: column.integer(0, 10_000),
    source: column.text,
  },
  key: ['code'],
  check: ({ level, commune_code }) => {
    if (level === MeetingLevel.COMMUNE && commune_code === null) {
      return { column: 'commune_code', reason: 'expected the commune of a meeting at commune level, got nothing' };
    }
    return level === MeetingLevel.PROVINCE && commune_code !== null
      ? { column: 'commune_code', reason: `expected nothing for a meeting at provincial level, got ${commune_code}` }
      : undefined;
  },
  entity: MeetingEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    heldOn: row.held_on,
    level: row.level,
    communeCode: row.commune_code,
    attendances: row.attendances,
    source: row.source,
  }),
});
