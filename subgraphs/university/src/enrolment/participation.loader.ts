import { listLoader } from '@hub/kit';
import { type Participation, ParticipationEntity } from './participation.entity.js';

/** Whose people took a course: organisations by code, then those of none. */
export const participationIn = listLoader<Participation>(ParticipationEntity, 'courseCode', 'organisationCode');
/** The courses that an organisation's people took. */
export const participationOf = listLoader<Participation>(ParticipationEntity, 'organisationCode', 'courseCode');
