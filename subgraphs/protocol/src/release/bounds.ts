import { mostBeside } from '../counts/public-bounds.js';
import type { PublishedCount } from '../counts/published-count.js';

/** Bounds on the distinct people: exact, from publishable numbers alone. */
export interface PeopleBounds {
  readonly lower: number;
  /** Null when organisations are missing and no denominator is known. */
  readonly upper: number | null;
}

/**
 * Combines the organisations' published values of one cell. One person may be in several organisations, so the largest
 * share is the lower bound, and the limited sum the upper one. If an organisation is missing, only the denominator
 * limits from above, and always leaves ten values.
 * @param shares one for each expected organisation; null for a missing one.
 * @param denominator the public upper bound of the people; null where none is known.
 * @returns null where all are missing.
 */
export function boundsOf(shares: readonly (PublishedCount | null)[], denominator: number | null): PeopleBounds | null {
  const known = shares.filter((share) => share !== null);
  if (known.length === 0) return null;
  const lower = Math.max(...known.map(({ people }) => people));
  const isComplete = known.length === shares.length;
  const sum = isComplete ? known.reduce((total, { atMost }) => total + atMost, 0) : Number.POSITIVE_INFINITY;
  // Organisations may count more people than an outdated denominator has.
  const most = denominator === null ? Number.POSITIVE_INFINITY : mostBeside(denominator, lower);
  const upper = Math.min(sum, most);
  return { lower, upper: Number.isFinite(upper) ? upper : null };
}
