import { defineEntity, p } from '@mikro-orm/core';
import { CompetencyLevel } from './competency.type.js';

/** A person's digital competency as assessed on a day, under a pseudonym. */
export const CompetencyAssessmentEntity = defineEntity({
  name: 'CompetencyAssessment',
  tableName: 'competency_assessment',
  properties: {
    pseudonym: p.text().primary(),
    assessedOn: p.date().primary(),
    agencyCode: p.text(),
    level: p.enum(() => CompetencyLevel),
  },
});
