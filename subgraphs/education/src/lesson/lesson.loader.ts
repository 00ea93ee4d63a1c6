import { pageLoader } from '@hub/kit';
import { type PlacedLesson, PlacedLessonEntity } from './lesson.entity.js';

const source = { entity: PlacedLessonEntity, orderColumns: ['held_on', 'code'] } as const;
export const lessonsOfClass = pageLoader<PlacedLesson>({ ...source, parentColumn: 'class_code' });
export const lessonsOfSchool = pageLoader<PlacedLesson>({ ...source, parentColumn: 'school_code' });
export const lessonsOfCommune = pageLoader<PlacedLesson>({ ...source, parentColumn: 'commune_code' });
