import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The kind of a denominator's source: a census, whose number is public, or records about people. */
export enum DenominatorBasis {
  CENSUS = 'CENSUS',
  RECORDS = 'RECORDS',
}

/** The number of people of an audience in a place. Published figures conflict and are revised, so each names its source. */
export const DenominatorEntity = defineEntity({
  name: 'Denominator',
  tableName: 'denominator',
  properties: {
    audience: p.text().primary(),
    /** A commune, or the province. */
    placeCode: p.text().primary(),
    version: p.integer().primary(),
    /** Null if the source has a gap. Numbers from records are rounded down to ten, as all counts of people are. */
    value: p.integer().nullable(),
    /** The upper bound: the value for a census, at least nine more for records. Null if there is no value. */
    atMost: p.integer().nullable(),
    basis: p.enum(() => DenominatorBasis),
    asOf: p.date(),
    /** The first day on which this version is in force; null for a version that never is and is listed for comparison. */
    validFrom: p.date().nullable(),
    /** The last day in force; null if no end is known. */
    validUntil: p.date().nullable(),
    source: p.text(),
    /** A note on the value, such as why it is missing. */
    remark: p.text().nullable(),
    demonstration: p.boolean(),
  },
});

export type Denominator = InferEntity<typeof DenominatorEntity>;
