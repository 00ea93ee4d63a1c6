/** A release of an organisation, from the figures that use it. */
export interface KnownRelease {
  readonly number: number;
  readonly madeAt: string;
  readonly keyId: string;
  readonly withdrawnReason: string | null;
  /** The last complete day. */
  readonly through: string | null;
}

const hoursAhead = 7;

/** The day before a point in time, in the province's time zone. */
export function dayBefore(madeAt: string): string {
  const there = new Date(Date.parse(madeAt) + (hoursAhead - 24) * 3_600_000);
  return there.toISOString().slice(0, 10);
}

/** Numbers missing between the releases, newest first. */
export function numbersBetween(releases: readonly Pick<KnownRelease, 'number'>[]): readonly number[] {
  const known = new Set(releases.map(({ number }) => number));
  const [newest, oldest] = [releases[0]?.number ?? 0, releases.at(-1)?.number ?? 0];
  return Array.from({ length: newest - oldest }, (_, index) => newest - index).filter((number) => !known.has(number));
}
