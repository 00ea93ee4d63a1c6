import { column, defineImport } from '@hub/kit';
import { SurveyReadingEntity } from './survey-reading.entity.js';
import { SurveyComparison } from './survey-reading.type.js';

export const surveyReadingImport = defineImport({
  kind: 'survey-readings',
  description: 'A published figure of a survey: which share, in percent, of whom',
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    population_vi: column.text,
    population_en: column.text,
    value: column.decimal(0, 100),
    comparison: column.oneOf(...Object.values(SurveyComparison)),
    as_of: column.optional(column.pastDay),
    source: column.text,
  },
  key: ['code'],
  entity: SurveyReadingEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    populationVi: row.population_vi,
    populationEn: row.population_en,
    value: row.value,
    comparison: row.comparison,
    asOf: row.as_of,
    source: row.source,
  }),
});
