import { column, defineImport, GoalEntity } from '@hub/kit';
import { IndicatorEntity } from '../indicator/indicator.entity.js';
import { GoalMetadataEntity, IndicatorMetadataEntity, type Metadata } from './metadata.entity.js';

const columns = {
  code: column.code,
  definition_vi: column.text,
  definition_en: column.text,
  source_vi: column.text,
  source_en: column.text,
  method_vi: column.text,
  method_en: column.text,
  error_vi: column.text,
  error_en: column.text,
  revision_policy_vi: column.text,
  revision_policy_en: column.text,
  contact: column.optional(column.text),
  licence: column.optional(column.text),
} as const;

type Row = Readonly<Record<Exclude<keyof typeof columns, 'contact' | 'licence'>, string>> & {
  readonly contact: string | null;
  readonly licence: string | null;
};

function metadataOf(row: Row): Metadata {
  return {
    code: row.code,
    definitionVi: row.definition_vi,
    definitionEn: row.definition_en,
    sourceVi: row.source_vi,
    sourceEn: row.source_en,
    methodVi: row.method_vi,
    methodEn: row.method_en,
    errorVi: row.error_vi,
    errorEn: row.error_en,
    revisionPolicyVi: row.revision_policy_vi,
    revisionPolicyEn: row.revision_policy_en,
    contact: row.contact,
    licence: row.licence,
  };
}

export const goalMetadataImport = defineImport({
  kind: 'goal-metadata',
  title: { vi: 'Siêu dữ liệu của mục tiêu', en: 'Metadata of goals' },
  description: 'Metadata of a goal’s figures: definition, method, error, revisions, contact, licence',
  columns: { ...columns, publication_due_days: column.optional(column.integer()) },
  key: ['code'],
  references: { code: [GoalEntity, 'code'] },
  entity: GoalMetadataEntity,
  entityKey: ['code'],
  toEntity: (row) => ({ ...metadataOf(row), publicationDueDays: row.publication_due_days }),
});

export const indicatorMetadataImport = defineImport({
  kind: 'indicator-metadata',
  title: { vi: 'Siêu dữ liệu của chỉ số', en: 'Metadata of indicators' },
  description: 'Metadata of an indicator’s readings: definition, method, error, revisions, contact, licence',
  columns,
  key: ['code'],
  references: { code: [IndicatorEntity, 'code'] },
  entity: IndicatorMetadataEntity,
  entityKey: ['code'],
  toEntity: (row) => ({ ...metadataOf(row) }),
});
