import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { TeamSkill } from './team.type.js';

/** A Digital Literacy team (Đội Bình dân học vụ số). */
export const TeamEntity = defineEntity({
  name: 'DigitalLiteracyTeam',
  tableName: 'digital_literacy_team',
  properties: {
    code: p.text().primary(),
    communeCode: p.text(),
    nameVi: p.text(),
    nameEn: p.text(),
    /** Both names as `searchKey` folds them. */
    searchKey: p.text(),
    foundedOn: p.date(),
    skills: p.enum(() => TeamSkill).array(),
  },
});

export type Team = InferEntity<typeof TeamEntity>;

/** A person in a team, under a pseudonym. */
export const TeamMemberEntity = defineEntity({
  name: 'TeamMember',
  tableName: 'team_member',
  properties: {
    teamCode: p.text().primary(),
    pseudonym: p.text().primary(),
    joinedOn: p.date(),
    trainedOn: p.date().nullable(),
  },
});
