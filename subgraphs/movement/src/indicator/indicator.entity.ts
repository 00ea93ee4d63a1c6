import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Comparison, Measure } from './indicator.type.js';

/** Something that provincial reports measure. */
export const IndicatorEntity = defineEntity({
  name: 'Indicator',
  tableName: 'indicator',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    measure: p.enum(() => Measure),
    /** Who answers for it. */
    organisationCode: p.text(),
    goalCode: p.text().nullable(),
    target: p.float().nullable(),
    deadline: p.date().nullable(),
    source: p.text(),
  },
});

export type Indicator = InferEntity<typeof IndicatorEntity>;

/** A published reading of an indicator. */
export const IndicatorReadingEntity = defineEntity({
  name: 'IndicatorReading',
  tableName: 'indicator_reading',
  properties: {
    code: p.text().primary(),
    indicatorCode: p.text(),
    /** As published. */
    place: p.text(),
    /** Which place that is, as `CODE` or `CODE@DAY`. */
    placeCode: p.text().nullable(),
    numerator: p.integer().nullable(),
    denominator: p.integer().nullable(),
    /** 0 to 1, where the source tells no more than that. */
    share: p.float().nullable(),
    comparison: p.enum(() => Comparison),
    asOf: p.date().nullable(),
    source: p.text(),
  },
});

export type IndicatorReading = InferEntity<typeof IndicatorReadingEntity>;
