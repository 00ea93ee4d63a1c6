import { column, defineImport, GoalEntity } from '@hub/kit';
import { IndicatorEntity, IndicatorReadingEntity } from './indicator.entity.js';
import { OrganisationEntity } from '../organisation/organisation.entity.js';
import { Comparison, Measure } from './indicator.type.js';

export const indicatorImport = defineImport({
  kind: 'indicators',
  title: { vi: 'Chỉ số', en: 'Indicators' },
  description: 'Something that provincial reports measure',
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    measure: column.oneOf(...Object.values(Measure)),
    organisation_code: column.code,
    goal_code: column.optional(column.code),
    target: column.optional(column.decimal(0, 1)),
    deadline: column.optional(column.day),
    source: column.text,
  },
  key: ['code'],
  references: { goal_code: [GoalEntity, 'code'], organisation_code: [OrganisationEntity, 'code'] },
  entity: IndicatorEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    measure: row.measure,
    organisationCode: row.organisation_code,
    goalCode: row.goal_code,
    target: row.target,
    deadline: row.deadline,
    source: row.source,
  }),
});

export const indicatorReadingImport = defineImport({
  kind: 'indicator-readings',
  title: { vi: 'Số liệu chỉ số đã công bố', en: 'Published readings' },
  description: 'A published reading of an indicator',
  columns: {
    code: column.code,
    indicator_code: column.code,
    place: column.text,
    place_code: column.optional(column.placeOfAnyTime),
    numerator: column.optional(column.integer()),
    denominator: column.optional(column.integer(1)),
    share: column.optional(column.decimal(0, 1)),
    comparison: column.oneOf(...Object.values(Comparison)),
    as_of: column.optional(column.pastDay),
    source: column.text,
  },
  key: ['code'],
  references: { indicator_code: [IndicatorEntity, 'code'] },
  check: ({ numerator, denominator, share }) => {
    if (numerator === null && share === null) return { column: 'numerator', reason: 'expected a numerator or a share' };
    if (numerator === null && denominator !== null) {
      return { column: 'denominator', reason: 'expected none without a numerator' };
    }
    if (denominator !== null && share !== null) {
      return { column: 'share', reason: 'expected none beside a denominator, from which it follows' };
    }
    return undefined;
  },
  entity: IndicatorReadingEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    indicatorCode: row.indicator_code,
    place: row.place,
    placeCode: row.place_code,
    numerator: row.numerator,
    denominator: row.denominator,
    share: row.share,
    comparison: row.comparison,
    asOf: row.as_of,
    source: row.source,
  }),
});
