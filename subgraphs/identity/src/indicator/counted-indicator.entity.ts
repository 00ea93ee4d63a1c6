import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { IdentityMeasure } from '../measure.js';

/** An indicator of movement's that provincial reports carry, and which of the counts it is. */
export const CountedIndicatorEntity = defineEntity({
  name: 'CountedIndicator',
  tableName: 'counted_indicator',
  properties: {
    /** The indicator; that it exists is movement's to say. */
    indicatorCode: p.text().primary(),
    measure: p.enum(() => IdentityMeasure),
  },
});

export type CountedIndicator = InferEntity<typeof CountedIndicatorEntity>;
