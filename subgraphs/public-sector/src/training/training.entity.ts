import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { StaffGroup } from '../staff/staff.type.js';
import { TrainingResult } from './training.type.js';

/** A person who completed a course, under a pseudonym. Never in the graph as it is. */
export const TrainingRecordEntity = defineEntity({
  name: 'TrainingRecord',
  tableName: 'training_record',
  properties: {
    pseudonym: p.text().primary(),
    /** The university's course; that it exists is the university's to say. */
    courseCode: p.text().primary(),
    completedOn: p.date().primary(),
    agencyCode: p.text(),
    staffGroup: p.enum(() => StaffGroup),
    result: p.enum(() => TrainingResult),
  },
});

/**
 * A view of the training records for the graph, as of the newest release: course, day and result, without the person,
 * where at least ten people of the agency share agency, course, day and result. Their staff group is not in it: who is an
 * agency's only worker is known to everybody there.
 */
export const SharedTrainingEntity = defineEntity({
  name: 'SharedTraining',
  tableName: 'shared_training',
  properties: {
    /** The agency's; see `placeOfAgency`. */
    place: p.text().primary(),
    courseCode: p.text().primary(),
    completedOn: p.text().primary(),
    result: p.enum(() => TrainingResult).primary(),
  },
});

export type SharedTraining = InferEntity<typeof SharedTrainingEntity>;

/** A view of which agencies' people took which courses, by published counts. */
export const AgencyCourseEntity = defineEntity({
  name: 'AgencyCourse',
  tableName: 'agency_course',
  properties: {
    /** The agency's; see `placeOfAgency`. */
    place: p.text().primary(),
    agencyCode: p.text(),
    courseCode: p.text().primary(),
  },
});

export type AgencyCourse = InferEntity<typeof AgencyCourseEntity>;
