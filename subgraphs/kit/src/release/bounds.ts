/** What an organisation's release says of one cell. */
export interface Share {
  /** Distinct people to date; null where they are withheld. */
  readonly people: number | null;
  /** The most people that a withheld share can have; null where nothing published says so. */
  readonly cap: number | null;
}

/** Bounds on the distinct people: exact, from publishable numbers alone. */
export interface PeopleBounds {
  readonly lower: number;
  /** Null when organisations are missing or withheld and no denominator is known. */
  readonly upper: number | null;
}

/** The least that a share holds: a withheld one has somebody. */
const leastOf = ({ people }: Share) => people ?? 1;

/**
 * Combines what organisations say of one cell. One person may be in several organisations, so the largest share is the
 * lower bound and the capped sum the upper one; with any organisation missing, only the denominator bounds from above.
 * @param shares one for each organisation that is expected; null for one that is missing.
 * @returns null where all are missing.
 */
export function boundsOf(shares: readonly (Share | null)[], denominator: number | null): PeopleBounds | null {
  const known = shares.filter((share) => share !== null);
  if (known.length === 0) return null;
  const lower = Math.max(...known.map(leastOf));
  const isComplete = known.length === shares.length;
  const sum = known.reduce((total, { people, cap }) => total + (people ?? cap ?? Number.POSITIVE_INFINITY), 0);
  const upper = Math.min(isComplete ? sum : Number.POSITIVE_INFINITY, denominator ?? Number.POSITIVE_INFINITY);
  // Organisations may count more people than an outdated denominator knows of.
  return { lower, upper: Number.isFinite(upper) ? Math.max(lower, upper) : null };
}
