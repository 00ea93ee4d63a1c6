import { shareOfAges } from './age-pyramid.js';
import type { DemoProvince } from './province.js';

/** Age from which people are adults. */
const adultAge = 18;

/**
 * Number of adults in each commune of the demonstration, by code: the inhabitants times the share of adults in the age
 * pyramid, so never more than the inhabitants.
 */
export function demoAdults({ inhabitants, pyramid }: DemoProvince): ReadonlyMap<string, number> {
  const share = shareOfAges(pyramid, (age) => age >= adultAge);
  return new Map([...inhabitants].map(([code, { people }]) => [code, Math.floor(people * share)]));
}
