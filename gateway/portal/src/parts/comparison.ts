import type { PublishedProgress } from '../hub/publication.js';
import type { Break } from '../hub/source.js';

/** Difference between a figure and a former one. */
export interface Difference {
  /** The compared shares; null for a missing one. */
  readonly then: number | null;
  readonly now: number | null;
  /** Percentage points; null if a share is missing, and across a break. */
  readonly points: number | null;
  /** People; null if a number is missing, and across a break that changes the counted people. */
  readonly people: number | null;
  /** Whether the comparison uses lower bounds, because at least one of the two figures has no estimate. */
  readonly isOfBounds: boolean;
  /** Break that prevents a difference of points; null if there is a difference, or a figure is missing. */
  readonly noPoints: Break | null;
  /** Break that prevents a difference of people. */
  readonly noPeople: Break | null;
  readonly releases: readonly NewRelease[];
}

/** A release in the current figure that the former figure does not have. */
export interface NewRelease {
  readonly organisation: string;
  readonly number: number;
  readonly through: string | null;
  /** Whether the release is complete through the same day as the one before, and so corrects it. */
  readonly isCorrection: boolean;
}

/** Fields of a progress that a comparison reads. */
export type Comparable = Pick<PublishedProgress, 'ratio' | 'people' | 'denominator' | 'contributions'>;

const less = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one - other;

/** Breaks that prevent a difference of people, and of points. */
const breaksOfPeople: readonly Break[] = ['ORGANISATIONS', 'AUDIENCE'];
const breaksOfPoints: readonly Break[] = [...breaksOfPeople, 'DENOMINATOR'];

/** Break that prevents a change of people, or of points; null without one. */
export function whyNoChange(breaks: readonly Break[], of: 'people' | 'points'): Break | null {
  const whole = of === 'people' ? breaksOfPeople : breaksOfPoints;
  return whole.find((one) => breaks.includes(one)) ?? null;
}

/**
 * Difference between two figures. As in the graph: estimates against estimates, lower bounds if one estimate is
 * missing, and no difference across a break.
 * @param breaks breaks between the two figures; only the graph detects them.
 */
export function differenceOf(now: Comparable, then: Comparable, breaks: readonly Break[]): Difference {
  const isOfBounds = now.people !== null && then.people !== null && (!hasEstimate(now) || !hasEstimate(then));
  const number = ({ people }: Comparable): number | null => people && (isOfBounds ? people.lower : people.estimate);
  const share = (of: Comparable): number | null => {
    const [people, whole] = [number(of), of.denominator?.value];
    return isOfBounds && people !== null && whole ? people / whole : of.ratio;
  };
  const [noPeople, noPoints] = [whyNoChange(breaks, 'people'), whyNoChange(breaks, 'points')];
  const points = noPoints ? null : less(share(now), share(then));
  return {
    then: share(then),
    now: share(now),
    points: points === null ? null : points * 100,
    people: noPeople ? null : less(number(now), number(then)),
    isOfBounds,
    noPoints,
    noPeople,
    releases: releasesSince(now, then),
  };
}

function hasEstimate({ people }: Comparable): boolean {
  return people !== null && people.estimate !== null;
}

function releasesSince(now: Comparable, then: Comparable): NewRelease[] {
  return now.contributions.flatMap(({ organisation, release, through }) => {
    const former = then.contributions.find((one) => one.organisation.code === organisation.code);
    if (!release || release.number === former?.release?.number) return [];
    const isCorrection = through !== null && former?.through === through;
    return [{ organisation: organisation.name, number: release.number, through, isCorrection }];
  });
}
