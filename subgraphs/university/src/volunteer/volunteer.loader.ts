import { entityLoader, pageLoader } from '@hub/kit';
import { type Volunteer, VolunteerEntity } from './volunteer.entity.js';

export const volunteerLoader = entityLoader<Volunteer>(VolunteerEntity, 'code');

const source = { entity: VolunteerEntity, orderColumns: ['code'] } as const;
export const allVolunteers = pageLoader<Volunteer>(source);
export const volunteersOfTeam = pageLoader<Volunteer>({ ...source, parentColumn: 'team_code' });
