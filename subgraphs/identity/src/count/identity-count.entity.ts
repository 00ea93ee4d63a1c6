import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A commune's counts to date at a month's end. */
export const IdentityCountEntity = defineEntity({
  name: 'IdentityCount',
  tableName: 'identity_count',
  properties: {
    /** `CODE@DAY`, with the commune's first day. */
    place: p.text().primary(),
    month: p.text().primary(),
    adultsConfirmed: p.integer(),
    accountsLevel1: p.integer().fieldName('accounts_level_1'),
    accountsLevel2: p.integer().fieldName('accounts_level_2'),
    digitalSignatures: p.integer(),
  },
});

export type IdentityCount = InferEntity<typeof IdentityCountEntity>;
