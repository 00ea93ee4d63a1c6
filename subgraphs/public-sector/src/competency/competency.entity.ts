import { CompetencyLevel } from '@hub/kit';
import { defineEntity, p } from '@mikro-orm/core';

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
