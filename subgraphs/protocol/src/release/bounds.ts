import { mostBeside } from '../counts/public-bounds.js';
import type { PublishedCount } from '../counts/published-count.js';

/** Bounds on the distinct people: exact, from publishable numbers alone. */
export interface PeopleBounds {
  readonly lower: number;
  /** Null when organisations are missing and no denominator is known. */
  readonly upper: number | null;
}

/**
 * Combines what organisations say of one cell, each as it is published. One person may be in several organisations, so
 * the largest share is the lower bound and the capped sum the upper one; with any organisation missing, only the
 * denominator bounds from above, and never so that fewer than ten values are left.
 * @param shares one for each organisation that is expected; null for one that is missing.
 * @param denominator the most people that there are, by a public number; null where none is known.
 * @returns null where all are missing.
 */
export function boundsOf(shares: readonly (PublishedCount | null)[], denominator: number | null): PeopleBounds | null {
  const known = shares.filter((share) => share !== null);
  if (known.length === 0) return null;
  const lower = Math.max(...known.map(({ people }) => people));
  const isComplete = known.length === shares.length;
  const sum = isComplete ? known.reduce((total, { atMost }) => total + atMost, 0) : Number.POSITIVE_INFINITY;
  // Organisations may count more people than an outdated denominator knows of.
  const most = denominator === null ? Number.POSITIVE_INFINITY : mostBeside(denominator, lower);
  const upper = Math.min(sum, most);
  return { lower, upper: Number.isFinite(upper) ? upper : null };
}
