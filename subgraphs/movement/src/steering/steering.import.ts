import { column, daysInOrder, defineImport } from '@hub/kit';
import { OrganisationEntity } from '../organisation/organisation.entity.js';
import { ObstacleEntity, TaskEntity } from './steering.entity.js';
import { SteeringLevel, TaskStatus } from './steering.type.js';

export const taskImport = defineImport({
  kind: 'tasks',
  title: { vi: 'Nhiệm vụ', en: 'Tasks' },
  description: 'A task of the plan for an authority or committee',
  columns: {
    code: column.code,
    level: column.oneOf(...Object.values(SteeringLevel)),
    commune_code: column.optional(column.communeCode),
    title_vi: column.text,
    title_en: column.text,
    responsible_vi: column.text,
    responsible_en: column.text,
    due_on: column.day,
    status: column.oneOf(...Object.values(TaskStatus)),
    completed_on: column.optional(column.pastDay),
  },
  key: ['code'],
  check: ({ level, commune_code, status, completed_on }) => {
    if ((level === SteeringLevel.COMMUNE) !== (commune_code !== null)) {
      return { column: 'commune_code', reason: 'expected a commune for level COMMUNE, and none for PROVINCE' };
    }
    return (status === TaskStatus.DONE) === (completed_on !== null)
      ? undefined
      : { column: 'completed_on', reason: 'expected a day for status DONE, and none otherwise' };
  },
  entity: TaskEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    level: row.level,
    communeCode: row.commune_code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    responsibleVi: row.responsible_vi,
    responsibleEn: row.responsible_en,
    dueOn: row.due_on,
    status: row.status,
    completedOn: row.completed_on,
  }),
});

export const obstacleImport = defineImport({
  kind: 'obstacles',
  title: { vi: 'Khó khăn', en: 'Obstacles' },
  description: 'An obstacle that a commune reports',
  columns: {
    code: column.code,
    commune_code: column.communeCode,
    description_vi: column.text,
    description_en: column.text,
    remover_code: column.code,
    since: column.pastDay,
    resolved_on: column.optional(column.pastDay),
  },
  key: ['code'],
  references: { remover_code: [OrganisationEntity, 'code'] },
  check: (row) => daysInOrder(row, 'since', 'resolved_on'),
  entity: ObstacleEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    communeCode: row.commune_code,
    descriptionVi: row.description_vi,
    descriptionEn: row.description_en,
    removerCode: row.remover_code,
    since: row.since,
    resolvedOn: row.resolved_on,
  }),
});
