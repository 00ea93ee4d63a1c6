import { column, daysInOrder, defineImport } from '@hub/kit';
import { VolunteerEntity } from './volunteer.entity.js';
import { VolunteerRole, VolunteerSkill } from './volunteer.type.js';

export const volunteerImport = defineImport({
  kind: 'volunteers',
  description: 'A volunteer placed with a Digital Literacy team: a role, a skill and a code, without name or number',
  columns: {
    code: column.code,
    role: column.oneOf(...Object.values(VolunteerRole)),
    skill: column.oneOf(...Object.values(VolunteerSkill)),
    team_code: column.code,
    placed_on: column.day,
    until: column.optional(column.day),
  },
  key: ['code'],
  check: (row) => daysInOrder(row, 'placed_on', 'until'),
  entity: VolunteerEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    role: row.role,
    skill: row.skill,
    teamCode: row.team_code,
    placedOn: row.placed_on,
    until: row.until,
  }),
});
