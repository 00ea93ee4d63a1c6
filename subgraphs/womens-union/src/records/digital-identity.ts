import { defineRecord } from '@hub/kit';

/** Makes no claims in the ledger: only VNeID knows whether a citizen is confirmed. */
export const DigitalIdentity = defineRecord(
  {
    name: 'DigitalIdentity',
    file: 'digital-identities',
    title: { vi: 'Mỗi phụ nữ một danh tính số', en: 'Digital identities' },
    description: 'A woman registered in "Each woman, a digital identity", with the highest level that she has reached.',
    shown: 'nobody',
    columns: {
      person: { kind: 'person', whenErased: 'delete', sexes: ['FEMALE'], keeps: ['commune_code'] },
      level: {
        kind: 'integer',
        names: ['Mức định danh', 'Mức độ', 'mức độ định danh'],
        least: 1,
        most: 2,
        description: 'The level of identification (mức độ định danh), 1 or 2.',
      },
      registered_on: { kind: 'pastDay', names: ['Ngày đăng ký', 'Ngày kích hoạt'] },
    },
    perPlace: [
      {
        measure: 'REGISTERED_LEVEL',
        by: 'level',
        shown: {
          field: 'womensDigitalIdentities',
          inAll: '"Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) in the whole province, by level.',
          inCommune: '"Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) here, by level.',
          type: 'WomensDigitalIdentityCount',
          typeDescription:
            'Registrations in "Each woman, a digital identity" (Mỗi phụ nữ một danh tính số) of one level, as the Women\'s Union has them: not evidence for a goal, which VNeID confirms.',
          count: 'registrations',
          countDescription: 'The women whose highest level this is: each is counted once.',
        },
      },
    ],
  },
  {
    check: ({ birth_year, registered_on }) =>
      registered_on < String(birth_year)
        ? {
            column: 'registered_on',
            reason: `expected a day not before birth_year (${birth_year}), got ${registered_on}`,
          }
        : undefined,
  },
);
