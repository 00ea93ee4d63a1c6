import type { Goal, SubgraphContext } from '@hub/kit';
import {
  badUserInput,
  monthNumber,
  monthOf,
  type NewPublication,
  parsePeriod,
  type PublishedFigure,
  type PublishedGoal,
} from '@hub/protocol';
import { communesInForce } from '../commune/commune.loader.js';
import { denominatorsOf } from '../denominator/denominator.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { forecastFor } from '../progress/course.js';
import { flagsOf } from '../progress/flags.js';
import { groupRanks } from '../progress/group-ranks.js';
import { type AsKnown, bookOf, makeProgress, rootPlaceOf } from '../progress/goal-progress.loader.js';
import type { GoalProgress } from '../progress/goal-progress.type.js';
import type { FigurePlace, ProgressBook } from '../progress/progress-book.js';
import { countingIn, reportsAt } from '../progress/progress-frame.js';
import { ratioOf } from '../progress/progress-table.js';
import type { Snapshot } from '../register/register.js';

/** The content of a publication, before it is published. */
export interface Draft extends Pick<NewPublication, 'goals' | 'demonstration'> {
  readonly book: ProgressBook;
  readonly figures: PublishedFigure[];
  /** The codes of the goals whose last figures these are. */
  readonly final: string[];
  /** The organisations whose releases do not count, since they are not linked. */
  readonly notLinked: ReadonlySet<string>;
}

/**
 * Makes all figures of a period: each goal that is in force at its end, in the root place and each commune.
 * @throws GraphQLError `BAD_USER_INPUT` if the period is not over, or before any data.
 */
export async function draftOf(period: string, context: SubgraphContext, known: AsKnown): Promise<Draft> {
  const { lastDay } = parsePeriod(period);
  const closing = closingIn(await bookOf(context, known), period, known);
  const book = closing === undefined ? await bookOf(context, known) : await bookOf(context, { frozenOn: closing });
  if (lastDay >= book.today) {
    throw badUserInput(`Expected a period that was over before today (${book.today}), but got ${period}.`);
  }
  refuseBeforeData(period, book.snapshot);
  const [goals, communes, root] = await Promise.all([
    goalsInForce(context, lastDay),
    communesInForce(context).load(lastDay),
    rootPlaceOf(context),
  ]);
  const places: FigurePlace[] = [
    { code: root.code, row: root, isRoot: true },
    ...communes.map((row) => ({ code: row.code, row, isRoot: false })),
  ];
  // All at once, so that one statement reads the denominators.
  const made = await Promise.all(
    goals.map(async (goal) => ({ goal, all: await progressIn(places, goal, period, book, context) })),
  );
  const expected = goals.flatMap(({ code }) => book.goals.expectedOn(code, lastDay));
  return {
    book,
    final:
      closing === undefined
        ? []
        : goals.filter(({ code }) => book.goals.frozenOn(code, period) === closing).map(({ code }) => code),
    notLinked: new Set(expected.flatMap(({ organisation: { code, linked } }) => (linked ? [] : [code]))),
    figures: made.flatMap(({ all }) => figuresOf(all)),
    demonstration: made.some(({ all }) => all.some(({ demonstration }) => demonstration)),
    goals: made.map(({ goal, all }) => publishedGoal(goal, all)),
  };
}

/**
 * The day on which a period's figures were frozen, if goals end in the period and are closed: its publication
 * excludes later data. The latest day, if goals were closed on several.
 */
function closingIn(book: ProgressBook, period: string, { asKnownOn, publication }: AsKnown): string | undefined {
  if (asKnownOn != null || publication != null) return undefined;
  const { firstDay, lastDay } = parsePeriod(period);
  const days = book.goals.codes.flatMap((code) => {
    const deadline = book.goals.goalAt(code, period)?.deadline;
    if (deadline === undefined || deadline < firstDay || deadline > lastDay) return [];
    return book.goals.frozenOn(code, period) ?? [];
  });
  return days.sort().at(-1);
}

/** Refuses a period that ends before the first month of all releases. */
function refuseBeforeData(period: string, snapshot: Snapshot): void {
  const first = Math.min(...[...snapshot.values()].map(({ figures }) => figures.firstMonth));
  if (monthNumber(parsePeriod(period).lastMonth) >= first) return;
  const known = Number.isFinite(first) ? `from ${monthOf(first)} on, the first month of which` : 'of which';
  throw badUserInput(`Expected a period ${known} any release tells, but got ${period}.`);
}

function progressIn(
  places: readonly FigurePlace[],
  { code: goalCode, audience }: Goal,
  period: string,
  book: ProgressBook,
  context: SubgraphContext,
): Promise<GoalProgress[]> {
  return Promise.all(
    places.map(async (place) => {
      const denominators = await denominatorsOf(audience, place.isRoot ? null : place.row, context);
      return makeProgress(book, { goalCode, period }, place, denominators);
    }),
  );
}

/** The parts of a published goal that all places share, and the parts of the root place, which is first. */
function publishedGoal(
  { code, target, base, startsOn, deadline }: Goal,
  [ofRoot]: readonly GoalProgress[],
): PublishedGoal {
  if (!ofRoot) throw new Error(`No figure of ${code} in the root place, though it is published.`);
  const { completeThrough, isComplete, denominator, frame } = ofRoot;
  const { people, interval, reachesTargetOn, basis, months, backTest, notAvailable } = forecastFor(ofRoot);
  return {
    ...{ code, target, base, startsOn, deadline, completeThrough, isComplete },
    leastDenominator: frame.leastDenominator,
    // The organisations that the figures count: a verifier of the document combines the same ones.
    expects: countingIn(frame)
      .map((organisation) => organisation.code)
      .sort(),
    reports: reportsAt(frame, true).expected.map(({ organisation, state, through }) => ({
      ...{ organisation: organisation.code, state, through },
    })),
    denominator: denominator && {
      ...{ source: denominator.source, asOf: denominator.asOf, version: denominator.version },
    },
    forecast: { people, interval, reachesTargetOn, basis, months, backTest, notAvailable },
  };
}

function figuresOf(all: readonly GoalProgress[]): PublishedFigure[] {
  const ranked = all.flatMap((progress) => {
    const ratio = progress.place.isRoot || progress.isSmall ? null : ratioOf(progress);
    return ratio ? [{ progress, value: ratio.ranked }] : [];
  });
  const ranks = groupRanks(ranked, { isAscending: false, isLeastWorst: true }, () => '');
  return all.map((progress): PublishedFigure => {
    const { goalCode, place, people, denominator, ratio, gapPeople, gapPoints, pace, status, doubts } = progress;
    const rank = ranks.get(progress);
    return {
      ...{ goal: goalCode, place: place.row.code, from: place.row.validFrom },
      ...{ lower: people?.lower ?? null, upper: people?.upper ?? null, estimate: people?.estimate ?? null },
      ...{ intervalLower: people?.interval?.lower ?? null, intervalUpper: people?.interval?.upper ?? null },
      ...{ method: people?.method ?? null, noEstimate: people?.noEstimate ?? null },
      ...{ denominator: denominator?.value ?? null, denominatorAtMost: rangeOf(denominator)?.atMost ?? null },
      ...{ denominatorVersion: denominator?.version ?? null },
      ...{ ratio, gapPeople, gapPoints, pace, status, doubts: [...doubts] },
      ...{ rank: rank?.likely ?? null, rankFirst: rank?.first ?? null, rankLast: rank?.last ?? null },
      ...{ rankTier: rank?.tier ?? null, amongLastTen: rank?.amongLastTen ?? null, flags: flagsOf(progress) },
    };
  });
}
