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
 * A view of the training records for the graph: course, day and result, without the person, where at least ten
 * people of the agency share all three, and where listing them does not tell how few people of the agency passed or
 * did not pass the course. How many share a record is not in it (from 10 of 11 people one would know the last one's),
 * nor is their staff group: who is an agency's only worker is known to everybody there.
 */
export const SharedTrainingEntity = defineEntity({
  name: 'SharedTraining',
  tableName: 'shared_training',
  properties: {
    agencyCode: p.text().primary(),
    courseCode: p.text().primary(),
    completedOn: p.date().primary(),
    result: p.enum(() => TrainingResult).primary(),
  },
});

export type SharedTraining = InferEntity<typeof SharedTrainingEntity>;

/** A view of which agencies' people took which courses. */
export const AgencyCourseEntity = defineEntity({
  name: 'AgencyCourse',
  tableName: 'agency_course',
  properties: {
    agencyCode: p.text().primary(),
    courseCode: p.text().primary(),
  },
});

export type AgencyCourse = InferEntity<typeof AgencyCourseEntity>;
