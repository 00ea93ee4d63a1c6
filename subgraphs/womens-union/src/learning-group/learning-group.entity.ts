import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { LeaderRole } from './learning-group.type.js';

/** A "Digital Literacy for All" group with women as its core. */
export const LearningGroupEntity = defineEntity({
  name: 'LearningGroup',
  tableName: 'learning_group',
  properties: {
    code: p.text().primary(),
    branchCode: p.text(),
    communeCode: p.text(),
    nameVi: p.text(),
    nameEn: p.text(),
    leaderRole: p.enum(() => LeaderRole),
    foundedOn: p.date(),
    /** The Youth Union's Digital Literacy team that supports it; that the team exists is the Youth Union's to say. */
    teamCode: p.text().nullable(),
  },
});

export type LearningGroup = InferEntity<typeof LearningGroupEntity>;

/** A person in a learning group, under a pseudonym. */
export const GroupMemberEntity = defineEntity({
  name: 'GroupMember',
  tableName: 'group_member',
  properties: {
    groupCode: p.text().primary(),
    pseudonym: p.text().primary(),
    joinedOn: p.date(),
    completedOn: p.date().nullable(),
  },
});

/** One meeting of a learning group. */
export const GroupSessionEntity = defineEntity({
  name: 'GroupSession',
  tableName: 'group_session',
  properties: {
    code: p.text().primary(),
    groupCode: p.text(),
    heldOn: p.date(),
    topicVi: p.text(),
    topicEn: p.text(),
    attendances: p.integer(),
  },
});

export type GroupSession = InferEntity<typeof GroupSessionEntity>;
