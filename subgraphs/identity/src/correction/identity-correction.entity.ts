import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A view: that a commune's published counts of a month are not what they were before a later file of the month. */
export const IdentityCorrectionEntity = defineEntity({
  name: 'IdentityCorrection',
  tableName: 'published_correction',
  properties: {
    /** Month, revision and place: what corrections are in order by. */
    code: p.text().primary(),
    month: p.text(),
    /** The revision of the month that corrected them. */
    revision: p.integer(),
    place: p.text(),
    file: p.text(),
    correctedAt: p.datetime(),
  },
});

export type IdentityCorrection = InferEntity<typeof IdentityCorrectionEntity>;
