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

const sessions = { entity: GroupSessionEntity, orderColumns: ['held_on', 'code'] } as const;
export const sessionsOfGroup = pageLoader<GroupSession>({ ...sessions, parentColumn: 'group_code' });

/** Filtered by the commune of their groups (twice the same; null for all). */
export const allSessions = pageLoader<GroupSession>({
  ...sessions,
  where: `(?::text is null or t.group_code in (select g.code from learning_group g where g.commune_code = ?))`,
});
