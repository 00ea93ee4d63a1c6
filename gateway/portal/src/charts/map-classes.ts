import type { Absence } from '../hub/progress.js';

/** A place on the map with its value. */
export interface Shown {
  readonly code: string;
  readonly name: string;
  /** Its share; null without one. */
  readonly ratio: number | null;
  /** The reason for a missing share. */
  readonly why?: Absence | undefined;
}

/** Limits between classes of shares, with about as many places in each class; equal limits are merged. */
export function classLimits(shares: readonly number[], classes = 5): readonly number[] {
  const sorted = shares.toSorted((one, other) => one - other);
  const limits = Array.from(
    { length: classes - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / classes)],
  );
  // Rounded down, so that a place at a limit belongs to the class above it.
  const rounded = limits.filter((limit) => limit !== undefined).map((limit) => Math.floor(limit * 1e4 + 1e-6) / 1e4);
  return [...new Set(rounded)];
}

/** Class limits for the places on the map. */
export function limitsOf(shown: readonly Shown[]): readonly number[] {
  return classLimits(shown.map(({ ratio }) => ratio).filter((ratio) => ratio !== null));
}

/** CSS class of a place: the class of its share, or the reason for a missing share. */
export function classOf({ ratio, why }: Shown, limits: readonly number[]): string {
  return ratio === null ? (why ?? 'unknown') : `class-${limits.filter((limit) => ratio >= limit).length}`;
}
