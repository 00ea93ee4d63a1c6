import { column, daysInOrder, defineImport } from '@hub/kit';
import { ResearchProjectEntity } from './research-project.entity.js';
import { ResearchField } from './research-project.type.js';

export const researchProjectImport = defineImport({
  kind: 'research-projects',
  description: 'A research project for local digital transformation',
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    field: column.oneOf(...Object.values(ResearchField)),
    starts_on: column.day,
    ends_on: column.day,
  },
  key: ['code'],
  check: (row) => daysInOrder(row, 'starts_on', 'ends_on'),
  entity: ResearchProjectEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    field: row.field,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  }),
});
