import { roundDown, slack } from './published-count.js';

/**
 * The published upper bound of a number of people with a given lower value, where a public number such as a denominator
 * limits it: the public number, unless that leaves fewer than ten values. The result may then be above the public
 * number.
 */
export function mostBeside(bound: number, fewest: number): number {
  return Math.max(bound, fewest + slack);
}

/** The largest published lower value of a number with a given upper bound: ten values are left. */
export function fewestBeside(most: number): number {
  return Math.max(0, roundDown(most - slack));
}

/** How much a total may exceed its parts, so that each part has ten possible values. */
export function spareOfTotal(parts: number): number {
  return roundDown(slack * (parts - 1));
}
