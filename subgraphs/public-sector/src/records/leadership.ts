import { defineRecord, type RowOf } from '@hub/kit';

/** The graph shows it in words only: see `leaders-first.ts`. */
export const Leadership = defineRecord(
  {
    name: 'Leadership',
    file: 'leadership',
    title: { vi: 'Bồi dưỡng lãnh đạo', en: 'Training of leaders' },
    description: "What an agency reports of its leaders' training on a day.",
    shown: 'nobody',
    columns: {
      agency: { kind: 'reference', to: 'Agency' },
      leaders: { kind: 'integer', least: 1, most: 100 },
      trained_leaders: { kind: 'integer', most: 100 },
      first_leader_trained_on: { kind: 'pastDay', names: ['Ngày lãnh đạo đầu tiên được tập huấn'], optional: true },
      first_staff_trained_on: { kind: 'pastDay', names: ['Ngày cán bộ đầu tiên được tập huấn'], optional: true },
      as_of: { kind: 'pastDay', names: ['Tính đến ngày', 'Ngày báo cáo'] },
    },
    key: ['agency', 'as_of'],
  },
  {
    check: (row) => {
      if (row.trained_leaders > row.leaders)
        return { column: 'trained_leaders', reason: `expected at most as many as leaders (${row.leaders})` };
      if ((row.trained_leaders === 0) !== (row.first_leader_trained_on === null))
        return {
          column: 'first_leader_trained_on',
          reason: 'expected a day when leaders were trained, and else nothing',
        };
      for (const name of ['first_leader_trained_on', 'first_staff_trained_on'] as const)
        if (row[name] !== null && row[name] > row.as_of)
          return { column: name, reason: `expected a day no later than as_of (${row.as_of}), got ${row[name]}` };
      return undefined;
    },
  },
);

export type LeadershipRow = RowOf<typeof Leadership>;
