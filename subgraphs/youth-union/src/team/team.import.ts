import { column, daysInOrder, defineImport, reachedGoals, searchKey } from '@hub/kit';
import { TeamEntity, TeamMemberEntity } from './team.entity.js';
import { TeamSkill } from './team.type.js';

export const teamImport = defineImport({
  kind: 'teams',
  description: 'A Digital Literacy team (Đội Bình dân học vụ số)',
  columns: {
    code: column.code,
    commune_code: column.communeCode,
    name_vi: column.text,
    name_en: column.text,
    founded_on: column.pastDay,
    skills: column.listOf(column.oneOf(...Object.values(TeamSkill))),
  },
  key: ['code'],
  entity: TeamEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    communeCode: row.commune_code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    searchKey: `${searchKey(row.name_vi)}\n${searchKey(row.name_en)}`,
    foundedOn: row.founded_on,
    skills: row.skills,
  }),
});

export const teamMemberImport = defineImport({
  kind: 'team-members',
  description:
    'A person in a Digital Literacy team; who is of its audience reaches ADULTS_BASIC on the day of being trained',
  columns: {
    team_code: column.code,
    ...column.person,
    joined_on: column.pastDay,
    trained_on: column.optional(column.pastDay),
  },
  key: ['team_code', 'citizen_number'],
  references: { team_code: [TeamEntity, 'code'] },
  check: (row) => daysInOrder(row, 'joined_on', 'trained_on'),
  entity: TeamMemberEntity,
  entityKey: ['teamCode', 'pseudonym'],
  toEntity: (row) => ({
    teamCode: row.team_code,
    pseudonym: row.citizen_number,
    joinedOn: row.joined_on,
    trainedOn: row.trained_on,
  }),
  toLedger: (row) => reachedGoals(row, row.trained_on, 'ADULTS_BASIC'),
});
