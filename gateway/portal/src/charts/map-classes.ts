import type { Absence } from '../hub/progress.js';

/** A place that is drawn, and what the map says of it. */
export interface Shown {
  readonly code: string;
  readonly name: string;
  /** Its share; null where it has none. */
  readonly ratio: number | null;
  /** Why it has none. */
  readonly why?: Absence | undefined;
}

/** The limits between classes of shares: about as many places in each, and no class twice. */
export function classLimits(shares: readonly number[], classes = 5): readonly number[] {
  const sorted = shares.toSorted((one, other) => one - other);
  const limits = Array.from(
    { length: classes - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / classes)],
  );
  // Rounded down: a place at a limit is above it.
  const rounded = limits.filter((limit) => limit !== undefined).map((limit) => Math.floor(limit * 1e4 + 1e-6) / 1e4);
  return [...new Set(rounded)];
}

/** The limits between classes of the places that are shown. */
export function limitsOf(shown: readonly Shown[]): readonly number[] {
  return classLimits(shown.map(({ ratio }) => ratio).filter((ratio) => ratio !== null));
}

/** How a place is drawn: by the class of its share, or by why it has none. */
export function classOf({ ratio, why }: Shown, limits: readonly number[]): string {
  return ratio === null ? (why ?? 'unknown') : `class-${limits.filter((limit) => ratio >= limit).length}`;
}
