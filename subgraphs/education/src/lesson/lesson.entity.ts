import { DigitalSkillGroup } from '@hub/kit';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const properties = {
  code: p.text().primary(),
  classCode: p.text(),
  heldOn: p.date(),
  skillGroups: p.enum(() => DigitalSkillGroup).array(),
  attendances: p.integer(),
};

/** A lesson in digital skills of one class. */
export const LessonEntity = defineEntity({
  name: 'DigitalSkillsLesson',
  tableName: 'digital_skills_lesson',
  properties,
});

/** A view of the lessons, with the school of the class and its commune. */
export const PlacedLessonEntity = defineEntity({
  name: 'PlacedLesson',
  tableName: 'placed_lesson',
  properties: { ...properties, schoolCode: p.text(), communeCode: p.text() },
});

export type PlacedLesson = InferEntity<typeof PlacedLessonEntity>;
