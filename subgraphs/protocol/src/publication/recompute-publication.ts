import { carriedPoints, carriedRatio } from '../counts/ratio-precision.js';
import { type PublishedCount, stepOf } from '../counts/published-count.js';
import { boundsOf, type PeopleBounds } from '../release/bounds.js';
import { lastDayOf } from '../release/days.js';
import type { Figures } from '../release/figures.js';
import {
  type BoundedFigure,
  firstPublicationFormat,
  hasMembers,
  type NewPublication,
  type Publication,
  publishedFigures,
  type PublishedGoal,
} from './publication-format.js';
import type { PublishedFigure } from './published-figure.js';
import { type LikelyRank, likelyRanks, uncertainPeople, uncertainValue } from '../release/likely-ranks.js';
import { rankRanges } from '../release/rank-ranges.js';
import { shareOf } from '../release/released-cell.js';
import { ReleaseFault } from '../release/release-format.js';
import { isTooSmall, ProgressStatus, verdictOf } from '../release/verdict.js';

/** The releases behind a publication, by organisation. */
export type KnownFigures = ReadonlyMap<string, { readonly figures: Figures; readonly through: string }>;

/** A member of a figure that follows from others: its expected and its published value. */
type Expected = readonly [member: string, expected: Said, found: Said];
type Said = string | number | boolean | null;

/**
 * Recomputes the figures of a publication from its releases.
 * @throws ReleaseFault `OTHER_FIGURE` that names the first different value.
 */
export function recompute(publication: Publication, known: KnownFigures): void {
  for (const figure of publishedFigures(publication)) refuseOther(figure, recomputedBounds(figure, publication, known));
  if (!hasMembers(publication)) return;
  const goals = new Map(publication.goals.map((goal) => [goal.code, goal]));
  const figures = publishedFigures(publication);
  for (const figure of figures) {
    const goal = goals.get(figure.goal);
    if (!goal) throw new ReleaseFault('OTHER_FIGURE', `Expected ${figure.goal} among the publication's goals.`);
    refuseOther(figure, recomputedCompleteness(goal, publication, known));
    refuseOther(figure, recomputedValues(figure, goal, publication));
  }
  for (const [code, ofGoal] of Map.groupBy(figures, ({ goal }) => goal)) {
    const { leastDenominator = 0 } = goals.get(code) ?? {};
    const ranked = ofGoal.filter(
      ({ place, ratio, denominator }) =>
        place !== publication.root.code && ratio !== null && !isTooSmall(denominator, leastDenominator),
    );
    const isOpen = (figure: PublishedFigure) => sharesOf(figure, publication, known).includes(null);
    const ranks = publication.format === 3 ? possibleRanks(ranked) : ranksOf(ranked, isOpen);
    for (const figure of ofGoal) refuseOther(figure, expectedRank(figure, ranks.get(figure)));
  }
}

function refuseOther({ goal, place }: Pick<BoundedFigure, 'goal' | 'place'>, expected: readonly Expected[]): void {
  for (const [member, value, found] of expected) {
    if (value === found) continue;
    throw new ReleaseFault(
      'OTHER_FIGURE',
      `Expected ${member} of ${goal} in ${place} to be ${said(value)}, as the releases have it, but the publication says ${said(found)}.`,
    );
  }
}

function said(value: Said): string {
  return value === null ? 'unknown' : String(value);
}

/** Each expected organisation's share of a figure; null where it has none. */
function sharesOf(
  { goal, place, from }: BoundedFigure,
  { goals, month, root }: Publication,
  known: KnownFigures,
): (PublishedCount | null)[] {
  const expects = goals.find(({ code }) => code === goal)?.expects ?? [];
  const isRoot = place === root.code;
  return expects.map((organisation) => {
    const released = known.get(organisation);
    return released ? shareOf(released, { goal, key: `${place} ${from}`, from, isRoot, month }) : null;
  });
}

function recomputedBounds(figure: BoundedFigure, publication: Publication, known: KnownFigures): Expected[] {
  const { lower, upper, denominator, denominatorAtMost } = figure;
  const shares = sharesOf(figure, publication, known);
  const isFirst = publication.format === firstPublicationFormat;
  const bounds = isFirst ? boundsOfFirstFormat(shares, denominator) : boundsOf(shares, denominatorAtMost ?? null);
  return [
    ['lower', bounds?.lower ?? null, lower],
    ['upper', bounds?.upper ?? null, upper],
  ];
}

/** Bounds in documents of the first format: published documents never change. */
function boundsOfFirstFormat(
  shares: readonly (PublishedCount | null)[],
  denominator: number | null,
): PeopleBounds | null {
  const bounds = boundsOf(shares, null);
  if (!bounds || denominator === null) return bounds;
  const { lower, upper } = bounds;
  return { lower, upper: Math.max(lower, Math.min(upper ?? denominator, denominator)) };
}

/** A goal is complete at most through the earliest released day among its organisations, within the month. */
function recomputedCompleteness(goal: PublishedGoal, { month }: NewPublication, known: KnownFigures): Expected[] {
  const { completeThrough, isComplete } = goal;
  const lastDay = lastDayOf(month);
  const through = goal.expects.flatMap((organisation) => known.get(organisation)?.through ?? []);
  const latest = [...through, lastDay].sort()[0] ?? lastDay;
  const isTooLate = completeThrough !== null && (through.length === 0 || completeThrough > latest);
  return [
    ['completeThrough', isTooLate ? latest : completeThrough, completeThrough],
    ['isComplete', isComplete && completeThrough === lastDay, isComplete],
  ];
}

/** The values that follow from the number of people, its bounds and the bounds of the denominator. */
function recomputedValues(figure: PublishedFigure, goal: PublishedGoal, { month, root }: NewPublication): Expected[] {
  const step = stepOf(figure.place === root.code);
  const { lower, upper, estimate, denominator, denominatorAtMost: atMost } = figure;
  const [ends, share] = [endsOf(figure), shareOfEnds(figure)];
  const verdict = isTooSmall(denominator, goal.leastDenominator)
    ? ProgressStatus.UNCERTAIN
    : verdictOf(goal, share, goal.completeThrough);
  const needed = atMost === null ? null : Math.ceil(goal.target * atMost - 1e-9);
  const isLate = figure.status === (ProgressStatus.ACHIEVED_LATE as string) && lastDayOf(month) > goal.deadline;
  // Whether it was reached at the deadline follows from that month's figure, which the signature covers. A month
  // without all reports has the status of the last month with all of them.
  const status = isLate && verdict === ProgressStatus.ACHIEVED ? ProgressStatus.ACHIEVED_LATE : verdict;
  const isWithin = estimate === null || (estimate >= (lower ?? 0) && estimate <= (upper ?? estimate));
  return [
    ['ratio', denominator && lower !== null ? carriedRatio(estimate ?? lower, denominator, step) : null, figure.ratio],
    ['gapPeople', ends && needed !== null ? Math.max(0, needed - ends.lower) : null, figure.gapPeople],
    [
      'gapPoints',
      ends && atMost
        ? carriedPoints(Math.max(0, goal.target - carriedRatio(ends.lower, atMost, step)), atMost, step)
        : null,
      figure.gapPoints,
    ],
    ['status', goal.isComplete ? status : figure.status, figure.status],
    ['estimate', isWithin ? estimate : 'within the bounds', estimate],
  ];
}

/**
 * The least and the largest possible share: the fewest people of the largest denominator, and the most people of the
 * smallest; null where either is unknown.
 */
function shareOfEnds(figure: PublishedFigure) {
  const ends = endsOf(figure);
  const { denominator, denominatorAtMost: atMost } = figure;
  return ends && denominator !== null && atMost
    ? { lower: ends.lower / atMost, upper: ends.upper / denominator }
    : null;
}

/** The lower and upper bound of the people; null where none are known. */
function endsOf({ lower, intervalLower, intervalUpper }: PublishedFigure) {
  if (lower === null) return null;
  return { lower: intervalLower ?? lower, upper: intervalUpper ?? Number.POSITIVE_INFINITY };
}

/** The ranks of communes by ratio, the largest first. */
function ranksOf(
  ranked: readonly PublishedFigure[],
  isOpen: (figure: PublishedFigure) => boolean,
): ReadonlyMap<PublishedFigure, LikelyRank> {
  const known = ranked.flatMap((figure) => {
    const { lower, upper, estimate, intervalLower, intervalUpper, denominator, denominatorAtMost: atMost } = figure;
    if (lower === null || denominator === null || atMost === null) return [];
    const interval =
      intervalLower === null || intervalUpper === null ? null : { lower: intervalLower, upper: intervalUpper };
    const people = uncertainPeople({ lower, upper, estimate, interval, isOpen: isOpen(figure) });
    const value = uncertainValue(people, { people: denominator, atMost }, (some, of) => some / of);
    return [{ figure, value }];
  });
  const ranks = likelyRanks(
    known.map(({ value }) => value),
    { isAscending: false, isLeastWorst: true },
  );
  return new Map(ranks.flatMap((rank, index) => (known[index] ? [[known[index].figure, rank] as const] : [])));
}

/** The ranks in documents of format 3: published documents never change. */
function possibleRanks(
  ranked: readonly PublishedFigure[],
): ReadonlyMap<PublishedFigure, Pick<LikelyRank, 'first' | 'last'>> {
  const known = ranked.flatMap((figure) => {
    const span = shareOfEnds(figure);
    return span ? [{ figure, span }] : [];
  });
  const ranges = rankRanges(
    known.map(({ span }) => span),
    false,
  );
  return new Map(ranges.flatMap((range, index) => (known[index] ? [[known[index].figure, range] as const] : [])));
}

function expectedRank(
  figure: PublishedFigure,
  rank: (Pick<LikelyRank, 'first' | 'last'> & Partial<LikelyRank>) | undefined,
): Expected[] {
  const { first = null, last = null, likely, tier, amongLastTen } = rank ?? {};
  const ofRange: Expected[] = [
    ['rankFirst', first, figure.rankFirst],
    ['rankLast', last, figure.rankLast],
  ];
  if (figure.rankTier === undefined) return ofRange;
  return [
    ...ofRange,
    ['rank', likely ?? null, figure.rank ?? null],
    ['rankTier', tier ?? null, figure.rankTier],
    ['amongLastTen', amongLastTen ?? null, figure.amongLastTen ?? null],
  ];
}
