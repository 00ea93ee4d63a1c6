import { CompetencyLevel } from '@hub/kit';
import { defineEntity, p } from '@mikro-orm/core';
import { SchoolLevel } from '../school/school.type.js';

/** The level of digital competency that pupils of a level of schooling must show to reach a goal, from a day on. */
export const PassingLevelEntity = defineEntity({
  name: 'PassingLevel',
  tableName: 'passing_level',
  properties: {
    goalCode: p.text().primary(),
    schoolLevel: p.enum(() => SchoolLevel).primary(),
    validFrom: p.date().primary(),
    validUntil: p.date().nullable(),
    competencyLevel: p.enum(() => CompetencyLevel),
    source: p.text(),
  },
});
