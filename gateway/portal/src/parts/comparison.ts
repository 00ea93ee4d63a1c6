import type { PublishedProgress } from '../hub/publication.js';

/** By how much a figure differs from a former one. */
export interface Difference {
  /** Percentage points; null where one of both has no share. */
  readonly points: number | null;
  /** People; null where one of both has no number. */
  readonly people: number | null;
  readonly releases: readonly NewRelease[];
}

/** A release that counts now, and did not then. */
export interface NewRelease {
  readonly organisation: string;
  readonly number: number;
  readonly through: string | null;
  /** Whether it is complete through the same day as the one before: then it corrects that. */
  readonly isCorrection: boolean;
}

/** What of a progress is compared. */
export type Comparable = Pick<PublishedProgress, 'ratio' | 'people' | 'contributions'>;

/** The number that people are compared by. */
const likely = ({ people }: Comparable): number | null => people && (people.estimate ?? people.lower);

const less = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;

/** What is otherwise than it was. */
export function differenceOf(now: Comparable, then: Comparable): Difference {
  const points = less(now.ratio, then.ratio);
  return {
    points: points === null ? null : points * 100,
    people: less(likely(now), likely(then)),
    releases: now.contributions.flatMap(({ organisation, release, through }) => {
      const former = then.contributions.find((one) => one.organisation.code === organisation.code);
      if (!release || release.number === former?.release?.number) return [];
      const isCorrection = former?.through !== null && former?.through === through;
      return [{ organisation: organisation.name, number: release.number, through, isCorrection }];
    }),
  };
}
