import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The properties of both: texts about one goal or indicator, for the users of its figures. */
const properties = {
  code: p.text().primary(),
  definitionVi: p.text(),
  definitionEn: p.text(),
  sourceVi: p.text(),
  sourceEn: p.text(),
  methodVi: p.text(),
  methodEn: p.text(),
  errorVi: p.text(),
  errorEn: p.text(),
  revisionPolicyVi: p.text(),
  revisionPolicyEn: p.text(),
  /** Contact for questions; null if none is named. */
  contact: p.text().nullable(),
  /** Licence of the data; null if none is set. */
  licence: p.text().nullable(),
} as const;

/** The reference metadata of a goal. */
export const GoalMetadataEntity = defineEntity({
  name: 'GoalMetadata',
  tableName: 'goal_metadata',
  properties: {
    ...properties,
    /** Days from a month's end until the movement publishes it; null if none are set. */
    publicationDueDays: p.integer().nullable(),
  },
});

/** The reference metadata of an indicator. */
export const IndicatorMetadataEntity = defineEntity({
  name: 'IndicatorMetadata',
  tableName: 'indicator_metadata',
  properties,
});

export type GoalMetadata = InferEntity<typeof GoalMetadataEntity>;

/** The metadata of a goal or of an indicator. */
export type Metadata = InferEntity<typeof IndicatorMetadataEntity>;
