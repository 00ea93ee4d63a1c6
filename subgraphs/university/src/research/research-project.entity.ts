import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { ResearchField } from './research-project.type.js';

/** A research project for local digital transformation. */
export const ResearchProjectEntity = defineEntity({
  name: 'ResearchProject',
  tableName: 'research_project',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    field: p.enum(() => ResearchField),
    startsOn: p.date(),
    endsOn: p.date(),
  },
});

export type ResearchProject = InferEntity<typeof ResearchProjectEntity>;
