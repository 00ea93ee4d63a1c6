/** Counts of people and households are published rounded down to a multiple of this: ten numbers are possible for each. */
export const countStep = 10;

/** The most that one number less than a step can hide. */
export const slack = countStep - 1;

/**
 * Totals of counts that can only rise are told in steps of two: while a total's number stays, up to ten of its parts can
 * have moved, and each still leaves ten values.
 */
export const totalStep = 2 * countStep;

/** In what steps people of a place are told: those of the whole that the hub is of in steps of totals. */
export function stepOf(isWhole: boolean): number {
  return isWhole ? totalStep : countStep;
}

/** Rounds a total down. */
export function roundDownTotal(people: number): number {
  return Math.floor(people / totalStep) * totalStep;
}

/** The most that a total can be of which so many are published, where nothing else lowered it. */
export function mostOfTotal(published: number): number {
  return roundDownTotal(published) + totalStep - 1;
}

/** What is published of a number of people or households: it is one of the whole numbers from `people` to `atMost`. */
export interface PublishedCount {
  /** The number rounded down to ten, or as a total to twenty. */
  readonly people: number;
  readonly atMost: number;
}

/** Rounds a number down to a multiple of ten. */
export function roundDown(people: number): number {
  return Math.floor(people / countStep) * countStep;
}

/** What is published of a number that nothing else published narrows. */
export function publishedCount(people: number): PublishedCount {
  const published = roundDown(people);
  return { people: published, atMost: published + slack };
}

/** What is published of nobody, and of so few that it looks alike. */
export const nobodyPublished: PublishedCount = publishedCount(0);
