import { z } from 'zod';
import { daysBetween } from '../values/days.js';

/** How many days a field, argument or value stays at least after it was deprecated. */
export const noticeDays = 180;

/** How the reason of `@deprecated` is written. */
export const deprecationFormat = 'Use REPLACEMENT. Deprecated since YYYY-MM-DD, removed after YYYY-MM-DD.';

/** What the reason of `@deprecated` promises. */
export interface Deprecation {
  /** What replaces it, such as `Goal.target`. */
  readonly use: string;
  /** The day since which it is deprecated, and the last day on which it is answered. */
  readonly since: string;
  readonly until: string;
}

const format = /^Use (?<use>\S.*?)\. Deprecated since (?<since>[\d-]{10}), removed after (?<until>[\d-]{10})\.$/su;
const day = z.iso.date();

/** Reads what a reason promises; undefined where it does not say what replaces it, since when, and until when. */
export function readDeprecation(reason: string | null | undefined): Deprecation | undefined {
  const { use = '', since = '', until = '' } = format.exec(reason ?? '')?.groups ?? {};
  if (!day.safeParse(since).success || !day.safeParse(until).success) return undefined;
  return { use, since, until };
}

/** What is wrong with a reason; undefined where it holds. */
export function faultOfDeprecation(reason: string): string | undefined {
  const read = readDeprecation(reason);
  if (!read) return `expected "${deprecationFormat}", got ${JSON.stringify(reason)}`;
  const days = daysBetween(read.since, read.until);
  if (days < noticeDays) return `expected ${noticeDays} days of notice at least, got ${days}`;
  return undefined;
}
