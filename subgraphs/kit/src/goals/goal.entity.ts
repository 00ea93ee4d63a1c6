import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Whom goals count and denominators number: people of an age, or a group that organisations' own records tell. */
export const AudienceEntity = defineEntity({
  name: 'Audience',
  tableName: 'audience',
  properties: {
    code: p.text().primary(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** The youngest that belong to it, in years; null where age does not matter. */
    ageFrom: p.integer().nullable(),
    /** The oldest that do. */
    ageUntil: p.integer().nullable(),
    /** The day on which the age counts; null: the day on which the person reaches the goal. */
    ageOn: p.date().nullable(),
  },
});

export type Audience = InferEntity<typeof AudienceEntity>;

/** A goal of the movement as it is laid down from a day on; a revision is another row, and the former stays. */
export const GoalEntity = defineEntity({
  name: 'Goal',
  tableName: 'goal',
  properties: {
    code: p.text().primary(),
    validFrom: p.date().primary(),
    /** The last day on which it is laid down so; null while no end is known. */
    validUntil: p.date().nullable(),
    titleVi: p.text(),
    titleEn: p.text(),
    /** The code of whom the goal counts: which denominators are its own, and from which age on. */
    audience: p.text(),
    /** Share of the audience, 0 to 1. */
    target: p.float(),
    /** Where it stood at the start, 0 to 1. */
    base: p.float(),
    startsOn: p.date(),
    deadline: p.date(),
    /** How many days after a period's end its report is due; null where none is laid down. */
    reportDueDays: p.integer().nullable(),
    /** The code of the goal of an earlier period that it takes further. */
    follows: p.text().nullable(),
    source: p.text(),
    asOf: p.date(),
  },
});

export type Goal = InferEntity<typeof GoalEntity>;
