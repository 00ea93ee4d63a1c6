import { pageLoader } from '@hub/kit';
import { type Meeting, MeetingEntity } from './meeting.entity.js';

const source = { entity: MeetingEntity, orderColumns: ['code'] } as const;
export const allMeetings = pageLoader<Meeting>(source);
export const meetingsOfCommune = pageLoader<Meeting>({ ...source, parentColumn: 'commune_code' });
