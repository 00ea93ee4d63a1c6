import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A month whose counts are in: which file they are of. */
export const IdentityMonthEntity = defineEntity({
  name: 'IdentityMonth',
  tableName: 'identity_month',
  properties: {
    month: p.text().primary(),
    /** 1 for the first file, and one more for each that corrected something. */
    revision: p.integer(),
    file: p.text(),
    takenAt: p.datetime(),
    demonstration: p.boolean(),
  },
});

export type IdentityMonth = InferEntity<typeof IdentityMonthEntity>;
