import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { SurveyComparison } from './survey-reading.type.js';

/** One figure of a survey, as it was published. */
export const SurveyReadingEntity = defineEntity({
  name: 'SurveyReading',
  tableName: 'survey_reading',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    populationVi: p.text(),
    populationEn: p.text(),
    value: p.double(),
    comparison: p.enum(() => SurveyComparison),
    asOf: p.date().nullable(),
    source: p.text(),
  },
});

export type SurveyReading = InferEntity<typeof SurveyReadingEntity>;
