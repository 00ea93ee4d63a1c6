/**
 * Published counts of people and households are rounded down to a multiple of this: ten numbers are possible for each.
 */
export const countStep = 10;

/** The most that one number less than a step can hide. */
export const slack = countStep - 1;

/**
 * Totals of counts that only rise have double steps: while a total's number stays, up to ten of its parts can have
 * moved, and each still has ten possible values.
 */
export const totalStep = 2 * countStep;

/** The step of published people of a place: for the hub's root place, the step of totals. */
export function stepOf(isWhole: boolean): number {
  return isWhole ? totalStep : countStep;
}

/** Rounds a total down. */
export function roundDownTotal(people: number): number {
  return Math.floor(people / totalStep) * totalStep;
}

/** The largest value of a total with a published number, where no other number lowered it. */
export function mostOfTotal(published: number): number {
  return roundDownTotal(published) + totalStep - 1;
}

/** The published values of a number of people or households: the number is between `people` and `atMost`, inclusive. */
export interface PublishedCount {
  /** The number rounded down to ten, or for a total to twenty. */
  readonly people: number;
  readonly atMost: number;
}

/** Rounds a number down to a multiple of ten. */
export function roundDown(people: number): number {
  return Math.floor(people / countStep) * countStep;
}

/** The published values of a number that no other published number narrows. */
export function publishedCount(people: number): PublishedCount {
  const published = roundDown(people);
  return { people: published, atMost: published + slack };
}

/** The published values of an empty count, and of a small one that must look the same. */
export const zeroPublished: PublishedCount = publishedCount(0);
