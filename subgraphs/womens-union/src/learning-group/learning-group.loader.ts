import { entityLoader, pageLoader } from '@hub/kit';
import {
  type GroupSession,
  GroupSessionEntity,
  type LearningGroup,
  LearningGroupEntity,
} from './learning-group.entity.js';

export const groupLoader = entityLoader<LearningGroup>(LearningGroupEntity, 'code');

const source = { entity: LearningGroupEntity, orderColumns: ['code'] } as const;
export const allGroups = pageLoader<LearningGroup>(source);
export const groupsOfCommune = pageLoader<LearningGroup>({ ...source, parentColumn: 'commune_code' });
export const groupsOfTeam = pageLoader<LearningGroup>({ ...source, parentColumn: 'team_code' });

export const sessionsOfGroup = pageLoader<GroupSession>({
  entity: GroupSessionEntity,
  parentColumn: 'group_code',
  orderColumns: ['held_on', 'code'],
});
