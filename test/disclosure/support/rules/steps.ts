/** Counts are published in steps of so many. */
export const step = 10;

export const floor = (people: number) => Math.floor(people / step) * step;
