import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { SteeringLevel, TaskStatus } from './steering.type.js';

/** A task of the plan for a Party committee or an authority. */
export const TaskEntity = defineEntity({
  name: 'Task',
  tableName: 'task',
  properties: {
    code: p.text().primary(),
    level: p.enum(() => SteeringLevel),
    communeCode: p.text().nullable(),
    titleVi: p.text(),
    titleEn: p.text(),
    responsibleVi: p.text(),
    responsibleEn: p.text(),
    dueOn: p.date(),
    status: p.enum(() => TaskStatus),
    completedOn: p.date().nullable(),
  },
});

export type Task = InferEntity<typeof TaskEntity>;

/** An obstacle that a commune reports. */
export const ObstacleEntity = defineEntity({
  name: 'Obstacle',
  tableName: 'obstacle',
  properties: {
    code: p.text().primary(),
    communeCode: p.text(),
    descriptionVi: p.text(),
    descriptionEn: p.text(),
    removerCode: p.text(),
    since: p.date(),
    resolvedOn: p.date().nullable(),
  },
});

export type Obstacle = InferEntity<typeof ObstacleEntity>;
