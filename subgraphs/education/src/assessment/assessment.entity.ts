import { CompetencyLevel } from '@hub/kit';
import { defineEntity, p } from '@mikro-orm/core';

/** How an assessment ended. */
export enum AssessmentResult {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
}

/** That a pupil was assessed in digital skills at a level, under a pseudonym. Never in the graph as it is. */
export const AssessmentEntity = defineEntity({
  name: 'Assessment',
  tableName: 'assessment',
  properties: {
    pseudonym: p.text().primary(),
    assessedOn: p.date().primary(),
    level: p.enum(() => CompetencyLevel).primary(),
    result: p.enum(() => AssessmentResult),
  },
});
