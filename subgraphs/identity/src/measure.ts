import { registerEnumType } from 'type-graphql';

/** What the police count of the adults of a commune, each to date. */
export enum IdentityMeasure {
  ADULTS_CONFIRMED = 'ADULTS_CONFIRMED',
  ACCOUNTS_LEVEL_1 = 'ACCOUNTS_LEVEL_1',
  ACCOUNTS_LEVEL_2 = 'ACCOUNTS_LEVEL_2',
  DIGITAL_SIGNATURES = 'DIGITAL_SIGNATURES',
}

registerEnumType(IdentityMeasure, {
  name: 'IdentityMeasure',
  description: 'What is counted on the VNeID platform (chỉ tiêu VNeID): adults (từ đủ 18 tuổi), each once, to date.',
  valuesConfig: {
    ADULTS_CONFIRMED: {
      description:
        'Adults confirmed as having universal digital knowledge and skills (người trưởng thành được xác nhận phổ cập kỹ năng số).',
    },
    ACCOUNTS_LEVEL_1: {
      description:
        'Adults with an activated account of level 1 or above (tài khoản định danh mức 1 trở lên): those of level 2 are among them.',
    },
    ACCOUNTS_LEVEL_2: { description: 'Adults with an activated account of level 2 (tài khoản định danh mức 2).' },
    DIGITAL_SIGNATURES: { description: 'Adults with a personal digital signature (chữ ký số cá nhân).' },
  },
});

/** The column of each measure, in files and in tables. */
export const measureColumns = {
  ADULTS_CONFIRMED: 'adults_confirmed',
  ACCOUNTS_LEVEL_1: 'accounts_level_1',
  ACCOUNTS_LEVEL_2: 'accounts_level_2',
  DIGITAL_SIGNATURES: 'digital_signatures',
} as const satisfies Readonly<Record<IdentityMeasure, string>>;

export const measures = Object.values(IdentityMeasure);

/** One commune's counts of a month. */
export type Counts = Readonly<Record<IdentityMeasure, number>>;

/** The counts in a row of a file or a table, whose columns are called alike. */
export function countsIn(row: Readonly<Record<string, unknown>>): Counts {
  return Object.fromEntries(measures.map((measure) => [measure, row[measureColumns[measure]]])) as Counts;
}
