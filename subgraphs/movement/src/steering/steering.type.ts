import { connectionType, GraphQLDay, Records } from '@hub/kit';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The levels at which the movement is steered. */
export enum SteeringLevel {
  PROVINCE = 'PROVINCE',
  COMMUNE = 'COMMUNE',
}

registerEnumType(SteeringLevel, {
  name: 'SteeringLevel',
  description: 'A level at which the movement is steered (cấp chỉ đạo).',
  valuesConfig: {
    PROVINCE: { description: 'The province (cấp tỉnh).' },
    COMMUNE: { description: 'The commune (cấp xã).' },
  },
});

/** How far a task is. */
export enum TaskStatus {
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  DONE = 'DONE',
}

registerEnumType(TaskStatus, {
  name: 'TaskStatus',
  description: 'How far a task is (tình trạng).',
  valuesConfig: {
    PLANNED: { description: 'Not begun (chưa thực hiện).' },
    IN_PROGRESS: { description: 'Begun (đang thực hiện).' },
    DONE: { description: 'Done (hoàn thành).' },
  },
});

@ObjectType('Task', { description: 'A task of the plan for an authority or committee (nhiệm vụ trong kế hoạch).' })
@Records()
export class TaskObject {
  @Field(() => ID, { description: "The task's code." })
  code!: string;

  @Field(() => SteeringLevel, { description: 'At which level (cấp).' })
  level!: SteeringLevel;

  @Field(() => GraphQLDay, { description: 'By when (thời hạn).' })
  dueOn!: string;

  @Field(() => TaskStatus, { description: 'How far it is.' })
  status!: TaskStatus;

  @Field(() => GraphQLDay, { nullable: true, description: 'When it was done; null while it is not.' })
  completedOn!: string | null;
}

@ObjectType('Obstacle', { description: 'An obstacle that a commune reports (khó khăn, vướng mắc).' })
@Records()
export class ObstacleObject {
  @Field(() => ID, { description: "The obstacle's code." })
  code!: string;

  @Field(() => GraphQLDay, { description: 'Since when (từ ngày).' })
  since!: string;

  @Field(() => GraphQLDay, { nullable: true, description: 'When it was removed; null while it stands.' })
  resolvedOn!: string | null;
}

export const TaskConnection = connectionType('Task', () => TaskObject, 'tasks', Records());
export const ObstacleConnection = connectionType('Obstacle', () => ObstacleObject, 'obstacles', Records());
