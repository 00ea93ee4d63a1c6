import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A month with counts, and the file of its counts. */
export const IdentityMonthEntity = defineEntity({
  name: 'IdentityMonth',
  tableName: 'identity_month',
  properties: {
    month: p.text().primary(),
    /** 1 for the first file, plus one for each file that corrected a count. */
    revision: p.integer(),
    file: p.text(),
    takenAt: p.datetime(),
    demonstration: p.boolean(),
  },
});

export type IdentityMonth = InferEntity<typeof IdentityMonthEntity>;
