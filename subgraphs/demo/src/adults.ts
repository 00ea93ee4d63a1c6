import { shareOfAges } from './age-pyramid.js';
import type { DemoProvince } from './province.js';

/** From which age on people are adults. */
const adultAge = 18;

/**
 * How many adults each commune of the demonstration has, by code: of its inhabitants the share that is of age in the age
 * pyramid, so that there are never more of them than inhabitants.
 */
export function demoAdults({ inhabitants, pyramid }: DemoProvince): ReadonlyMap<string, number> {
  const share = shareOfAges(pyramid, (age) => age >= adultAge);
  return new Map([...inhabitants].map(([code, { people }]) => [code, Math.floor(people * share)]));
}
