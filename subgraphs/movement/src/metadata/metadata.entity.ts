import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** What both have: texts about one goal or indicator, for whoever uses its figures. */
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
  /** Whom to ask; null where nobody is named. */
  contact: p.text().nullable(),
  /** Under which licence the data may be used; null where none is laid down. */
  licence: p.text().nullable(),
} as const;

/** The reference metadata of a goal. */
export const GoalMetadataEntity = defineEntity({
  name: 'GoalMetadata',
  tableName: 'goal_metadata',
  properties: {
    ...properties,
    /** How many days after a month's end the movement publishes it; null where none is laid down. */
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

/** What is said of a goal or of an indicator. */
export type Metadata = InferEntity<typeof IndicatorMetadataEntity>;
