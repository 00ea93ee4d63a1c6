import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** What kind of source a denominator is of: whether its number is public by itself, or counts records about people. */
export enum DenominatorBasis {
  CENSUS = 'CENSUS',
  RECORDS = 'RECORDS',
}

/** How many people an audience has in a place: published figures conflict and are revised, so each names its source. */
export const DenominatorEntity = defineEntity({
  name: 'Denominator',
  tableName: 'denominator',
  properties: {
    audience: p.text().primary(),
    /** A commune, or the province. */
    placeCode: p.text().primary(),
    version: p.integer().primary(),
    /** Null where the source leaves a gap. Of records rounded down to ten, as any count of people. */
    value: p.integer().nullable(),
    /** The most that it can be: of a census the value, of records at least nine more. Null where there is no value. */
    atMost: p.integer().nullable(),
    basis: p.enum(() => DenominatorBasis),
    asOf: p.date(),
    /** The first day on which it is the one that counts; null: it never is, and is known beside those that are. */
    validFrom: p.date().nullable(),
    /** The last such day; null while no end is known. */
    validUntil: p.date().nullable(),
    source: p.text(),
    /** What is to be said of the value, such as why it is missing. */
    remark: p.text().nullable(),
    demonstration: p.boolean(),
  },
});

export type Denominator = InferEntity<typeof DenominatorEntity>;
