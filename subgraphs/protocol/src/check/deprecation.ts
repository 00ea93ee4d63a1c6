import { z } from 'zod';
import { daysBetween } from '../values/days.js';

/** The least number of days that a deprecated field, argument or value stays. */
export const noticeDays = 180;

/** The form of the reason of `@deprecated`. */
export const deprecationFormat = 'Use REPLACEMENT. Deprecated since YYYY-MM-DD, removed after YYYY-MM-DD.';

/** The promise in the reason of `@deprecated`. */
export interface Deprecation {
  /** The replacement, such as `Goal.target`. */
  readonly use: string;
  /** The first day of the deprecation, and the last day on which it is answered. */
  readonly since: string;
  readonly until: string;
}

const format = /^Use (?<use>\S.*?)\. Deprecated since (?<since>[\d-]{10}), removed after (?<until>[\d-]{10})\.$/su;
const day = z.iso.date();

/** Reads the promise of a reason; undefined where it lacks the replacement, the first or the last day. */
export function readDeprecation(reason: string | null | undefined): Deprecation | undefined {
  const { use = '', since = '', until = '' } = format.exec(reason ?? '')?.groups ?? {};
  if (!day.safeParse(since).success || !day.safeParse(until).success) return undefined;
  return { use, since, until };
}

/** The fault of a reason; undefined where it is correct. */
export function faultOfDeprecation(reason: string): string | undefined {
  const read = readDeprecation(reason);
  if (!read) return `expected "${deprecationFormat}", got ${JSON.stringify(reason)}`;
  const days = daysBetween(read.since, read.until);
  if (days < noticeDays) return `expected ${noticeDays} days of notice at least, got ${days}`;
  return undefined;
}
