import { defineRecord } from '@hub/kit';

const level = {
  name: 'WomensUnionMeetingLevel',
  description: "The level of the Women's Union that holds a meeting (cấp tổ chức).",
  values: {
    PROVINCE: "The Provincial Women's Union (cấp tỉnh); its officials of all levels may be present.",
    COMMUNE: 'A branch in a commune (cấp xã).',
  },
} as const;

export const Meeting = defineRecord(
  {
    name: 'WomensUnionMeeting',
    file: 'meetings',
    title: { vi: 'Hội nghị chuyên đề', en: 'Meetings' },
    table: 'meeting',
    description: "A meeting of the Women's Union's officials about the movement (hội nghị chuyên đề).",
    called: { one: 'meeting', many: "the Women's Union's meetings" },
    typedIn: true,
    columns: {
      code: { kind: 'code', description: "The meeting's code." },
      title: { kind: 'translated', names: ['tên hội nghị'], description: 'Its title (tên hội nghị).' },
      held_on: {
        kind: 'pastDay',
        names: ['Ngày tổ chức', 'Ngày họp'],
        optional: true,
        description: 'When it was held; null when the source does not say.',
      },
      level: { kind: 'word', names: ['cấp tổ chức'], words: level, description: 'Who held it (cấp tổ chức).' },
      commune: {
        kind: 'commune',
        optional: true,
        description: 'Whose branch held it; null for a meeting at provincial level.',
      },
      attendances: { kind: 'integer', most: 10_000, field: false },
      source: { kind: 'text', names: ['nguồn'], description: 'Where the record is from (nguồn).' },
    },
    counts: {
      attendances: {
        measure: 'MEETING_ATTENDANCES',
        occurrences: 'attendances',
        description:
          'The officials present (số cán bộ tham dự), rounded down to ten: turns (lượt): an official at two meetings counts in both. Never to be added to distinct people (người). Null before the first release.',
      },
    },
    lists: [
      {
        on: 'Query',
        field: 'womensUnionMeetings',
        filters: {
          commune: {
            column: 'commune',
            description: 'Only meetings that branches of this commune (xã, phường) held, by its code.',
          },
        },
        description: "The Women's Union's meetings of officials (hội nghị chuyên đề), by code.",
      },
      {
        on: 'Commune',
        field: 'womensUnionMeetings',
        description: "The meetings of officials that the Women's Union's branches held here.",
      },
    ],
  },
  {
    check: ({ level, commune_code }) => {
      if (level === 'COMMUNE' && commune_code === null)
        return { column: 'commune_code', reason: 'expected the commune of a meeting at commune level, got nothing' };
      return level === 'PROVINCE' && commune_code !== null
        ? { column: 'commune_code', reason: `expected nothing for a meeting at provincial level, got ${commune_code}` }
        : undefined;
    },
  },
);
