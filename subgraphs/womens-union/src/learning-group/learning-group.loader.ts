import { defineLoader, entityLoader, pageLoader } from '@hub/kit';
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

export const memberCounts = defineLoader<string, number>(async (groups, em) => {
  const rows = await em.execute<{ group: string; members: number }[]>(
    `select group_code as group, count(*)::int as members from group_member
     where group_code in (select json_array_elements_text(?::json)) group by 1`,
    [JSON.stringify(groups)],
  );
  const byGroup = new Map(rows.map(({ group, members }) => [group, members]));
  return groups.map((group) => byGroup.get(group) ?? 0);
});
