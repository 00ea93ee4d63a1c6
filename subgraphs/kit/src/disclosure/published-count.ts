/** Counts of people and households are published rounded down to a multiple of this: ten numbers are possible for each. */
export const countStep = 10;

/** The most that one number less than a step can hide. */
export const slack = countStep - 1;

/** What is published of a number of people or households: it is one of the whole numbers from `people` to `atMost`. */
export interface PublishedCount {
  /** The number rounded down to ten. */
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
