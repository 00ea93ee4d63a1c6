import { type WordsOf, wordsOf } from '@hub/kit';

/** Measures of a commune's adults, each to date. */
export const identityMeasure = {
  name: 'IdentityMeasure',
  description: 'What is counted on the VNeID platform (chỉ tiêu VNeID): adults (từ đủ 18 tuổi), each once, to date.',
  values: {
    ADULTS_CONFIRMED:
      'Adults confirmed as having universal digital knowledge and skills (người trưởng thành được xác nhận phổ cập kỹ năng số).',
    ACCOUNTS_LEVEL_1:
      'Adults with an activated account of level 1 or above (tài khoản định danh mức 1 trở lên), accounts of level 2 included.',
    ACCOUNTS_LEVEL_2: 'Adults with an activated account of level 2 (tài khoản định danh mức 2).',
    DIGITAL_SIGNATURES: 'Adults with a personal digital signature (chữ ký số cá nhân).',
  },
} as const;

export type IdentityMeasure = WordsOf<typeof identityMeasure>;

export const measures = wordsOf(identityMeasure);

/** The column of each measure, in files and in tables. */
export const measureColumns = {
  ADULTS_CONFIRMED: 'adults_confirmed',
  ACCOUNTS_LEVEL_1: 'accounts_level_1',
  ACCOUNTS_LEVEL_2: 'accounts_level_2',
  DIGITAL_SIGNATURES: 'digital_signatures',
} as const satisfies Readonly<Record<IdentityMeasure, string>>;

/** One commune's counts of a month. */
export type Counts = Readonly<Record<IdentityMeasure, number>>;

/** The counts in a row of a file or a table, which have the same column names. */
export function countsIn(row: Readonly<Record<string, unknown>>): Counts {
  return Object.fromEntries(measures.map((measure) => [measure, row[measureColumns[measure]]])) as Counts;
}
