import { column, daysInOrder, defineImport, reachedGoals } from '@hub/kit';
import { BranchEntity } from '../branch/branch.entity.js';
import { GroupMemberEntity, GroupSessionEntity, LearningGroupEntity } from './learning-group.entity.js';
import { LeaderRole } from './learning-group.type.js';

export const learningGroupImport = defineImport({
  kind: 'learning-groups',
  description: 'A "Digital Literacy for All" group with women as its core',
  columns: {
    code: column.code,
    branch_code: column.code,
    commune_code: column.communeCode,
    name_vi: column.text,
    name_en: column.text,
    leader_role: column.oneOf(...Object.values(LeaderRole)),
    founded_on: column.pastDay,
    team_code: column.optional(column.code),
  },
  key: ['code'],
  references: { branch_code: [BranchEntity, 'code'] },
  entity: LearningGroupEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    branchCode: row.branch_code,
    communeCode: row.commune_code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    leaderRole: row.leader_role,
    foundedOn: row.founded_on,
    teamCode: row.team_code,
  }),
});

export const groupMemberImport = defineImport({
  kind: 'group-members',
  description: 'A person in a learning group; who is of its audience reaches ADULTS_BASIC on the day of completion',
  columns: {
    group_code: column.code,
    ...column.person,
    joined_on: column.pastDay,
    completed_on: column.optional(column.pastDay),
  },
  key: ['group_code', 'citizen_number'],
  references: { group_code: [LearningGroupEntity, 'code'] },
  check: (row) => daysInOrder(row, 'joined_on', 'completed_on'),
  entity: GroupMemberEntity,
  entityKey: ['groupCode', 'pseudonym'],
  toEntity: (row) => ({
    groupCode: row.group_code,
    pseudonym: row.citizen_number,
    joinedOn: row.joined_on,
    completedOn: row.completed_on,
  }),
  toLedger: (row) => reachedGoals(row, row.completed_on, 'ADULTS_BASIC'),
});

export const groupSessionImport = defineImport({
  kind: 'group-sessions',
  description: 'One meeting of a learning group, with its attendances (turns)',
  columns: {
    code: column.code,
    group_code: column.code,
    commune_code: column.communeCode,
    held_on: column.pastDay,
    topic_vi: column.text,
    topic_en: column.text,
    attendances: column.integer(0, 10_000),
  },
  key: ['code'],
  references: { group_code: [LearningGroupEntity, 'code'] },
  entity: GroupSessionEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    groupCode: row.group_code,
    heldOn: row.held_on,
    topicVi: row.topic_vi,
    topicEn: row.topic_en,
    attendances: row.attendances,
  }),
  toLedger: (row) => [
    {
      kind: 'activity',
      goalCode: 'ADULTS_BASIC',
      communeCode: row.commune_code,
      occurredOn: row.held_on,
      occurrences: row.attendances,
    },
  ],
});
