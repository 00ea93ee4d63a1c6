import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { VolunteerRole, VolunteerSkill } from './volunteer.type.js';

/** A volunteer placed with a team: a role, a skill and a code, never a person's name or number. */
export const VolunteerEntity = defineEntity({
  name: 'Volunteer',
  tableName: 'volunteer',
  properties: {
    code: p.text().primary(),
    role: p.enum(() => VolunteerRole),
    skill: p.enum(() => VolunteerSkill),
    /** The Youth Union's Digital Literacy team; that it exists is the Youth Union's to say. */
    teamCode: p.text(),
    placedOn: p.date(),
    until: p.date().nullable(),
  },
});

export type Volunteer = InferEntity<typeof VolunteerEntity>;
