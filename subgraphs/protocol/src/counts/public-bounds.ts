import { roundDown, slack } from './published-count.js';

/**
 * The most that is said of people of whom there are at least so many, where a public number such as a denominator bounds
 * them: the number, unless that would leave fewer than ten values. What is said may then lie above the number.
 */
export function mostBeside(bound: number, fewest: number): number {
  return Math.max(bound, fewest + slack);
}

/** The most that may be said at least of people of whom there are so many at most: ten values are left. */
export function fewestBeside(most: number): number {
  return Math.max(0, roundDown(most - slack));
}

/** What a total may say beyond its parts, so that each of them leaves ten values. */
export function spareOfTotal(parts: number): number {
  return roundDown(slack * (parts - 1));
}
