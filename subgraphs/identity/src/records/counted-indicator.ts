import { defineRecord } from '@hub/kit';
import { identityMeasure } from '../measure.js';

/** Reference to an indicator of movement, which alone knows whether it exists. */
export const indicator = { type: 'Indicator', code: "The indicator's code (mã chỉ số)." } as const;

export const CountedIndicator = defineRecord({
  name: 'IdentityIndicator',
  file: 'counted-indicators',
  title: { vi: 'Chỉ số có số liệu VNeID', en: 'Indicators counted by VNeID' },
  table: 'counted_indicator',
  description:
    'That the provincial police count what an indicator reads (chỉ số có số liệu VNeID), and where: a published reading is a figure of one day, the counts are of each month and commune.',
  columns: {
    indicator: {
      kind: 'entity',
      names: ['chỉ số'],
      ...indicator,
      description: 'The indicator, with its readings (chỉ số).',
    },
    measure: {
      kind: 'word',
      names: ['số liệu tương ứng'],
      words: identityMeasure,
      description: 'Which of their counts it is (số liệu tương ứng).',
    },
  },
  lists: [
    {
      on: 'Query',
      field: 'identityIndicators',
      short: true,
      description: "The movement's indicators that the provincial police count on the VNeID platform, by code.",
    },
  ],
});
