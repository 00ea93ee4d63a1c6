import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A view of corrections: a commune's published counts of a month that a later file changed. */
export const IdentityCorrectionEntity = defineEntity({
  name: 'IdentityCorrection',
  tableName: 'published_correction',
  properties: {
    /** Month, revision and place, the order of corrections. */
    code: p.text().primary(),
    month: p.text(),
    /** The month's revision that made the correction. */
    revision: p.integer(),
    place: p.text(),
    file: p.text(),
    correctedAt: p.datetime(),
  },
});

export type IdentityCorrection = InferEntity<typeof IdentityCorrectionEntity>;
