/** Counts are published in steps of so many. */
export const step = 10;

export const floor = (people: number) => Math.floor(people / step) * step;

/** Totals of counts that can only rise, in steps of twice as many. */
export const floorOfTotal = (people: number) => Math.floor(people / (2 * step)) * 2 * step;

/** The most that such a total can be. */
export const mostOfTotal = (shown: number) => floorOfTotal(shown) + 2 * step - 1;
