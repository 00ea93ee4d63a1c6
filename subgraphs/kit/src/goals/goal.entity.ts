import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The audiences of goals and denominators: people of an age, or a group in organisations' records. */
export const AudienceEntity = defineEntity({
  name: 'Audience',
  tableName: 'audience',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** The lowest age in years; null where age does not matter. */
    ageFrom: p.integer().nullable(),
    /** The highest age. */
    ageUntil: p.integer().nullable(),
    /** The day of the age; null: the day of reaching the goal. */
    ageOn: p.date().nullable(),
  },
});

export type Audience = InferEntity<typeof AudienceEntity>;

/** A version of one of the movement's goals, valid from a day; a revision is another row, and the former stays. */
export const GoalEntity = defineEntity({
  name: 'Goal',
  tableName: 'goal',
  properties: {
    code: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day of this version; null while no end is known. */
    validUntil: p.date().nullable(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** The code of the audience that the goal counts: it decides the goal's denominators and ages. */
    audience: p.text(),
    /** Share of the audience, 0 to 1. */
    target: p.float(),
    /** The share at the start, 0 to 1. */
    base: p.float(),
    startsOn: p.date(),
    deadline: p.date(),
    /** How many days after a period's end its report is due; null where there is no deadline. */
    reportDueDays: p.integer().nullable(),
    /** The code of the earlier period's goal that it continues. */
    follows: p.text().nullable(),
    source: p.text(),
    asOf: p.date(),
  },
});

export type Goal = InferEntity<typeof GoalEntity>;
