import {
  boundsOf,
  dayInProvince,
  type Goal,
  isInForceOn,
  nearestTo,
  parsePeriod,
  type PlaceRow,
  type SubgraphContext,
  placeKey,
  type PublishedCount,
  shareOf,
} from '@hub/kit';
import type { Denominator } from '../denominator/denominator.entity.js';
import { denominatorOn } from '../denominator/denominator.loader.js';
import { allExpectations, type Expectation } from '../goal/goal-expectations.loader.js';
import { allGoalVersions } from '../goal/goal.loader.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { DataKind } from '../organisation/organisation.type.js';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { ContributionState, dueDay, hasReported, punctualityOf } from './contribution-state.js';
import { computeProgress, type Progress } from './progress.js';

/** A place of which figures are: a commune as its row has it, and how callers write its code. */
export interface FigurePlace {
  readonly code: string;
  readonly row: PlaceRow;
  readonly isRoot: boolean;
}

/** What an expected organisation reported of a goal in a period; without any count. */
export interface Contribution {
  readonly organisation: Organisation;
  readonly state: ContributionState;
  readonly lateDays: number | null;
  readonly release: TakenRelease | null;
}

/** A goal's progress in a place and a period, with all that it rests on. */
export interface ComputedProgress extends Progress {
  readonly goal: Goal;
  readonly denominator: Denominator | null;
  readonly completeThrough: string | null;
  readonly isComplete: boolean;
  readonly contributions: readonly Contribution[];
  readonly asOf: Date | null;
  readonly demonstration: boolean;
}

/** A goal in a place and a period. */
export interface FigureCell {
  readonly goalCode: string;
  readonly place: FigurePlace;
  readonly period: string;
}

/** What is asked of the book. */
export interface Asked extends FigureCell {
  /** All that is known of the audience's number of people in the place. */
  readonly denominators: readonly Denominator[];
}

/** Whether agreements let a figure of an organisation's be combined with others for whoever asks, at a level. */
export type MayCombine = (organisation: string, goalCode: string, isRoot: boolean) => boolean;

/** What of a goal and a period is the same in all places. */
interface Frame {
  readonly goal: Goal;
  readonly day: string;
  readonly lastDay: string;
  readonly completeThrough: string | null;
  readonly reports: readonly Contribution[];
  readonly asOf: Date | null;
  readonly demonstration: boolean;
}

/** Goals, expectations and releases as they are at one moment: progress follows from it without asking anybody. */
export class ProgressBook {
  readonly #versions: ReadonlyMap<string, readonly Goal[]>;
  readonly #expectations: ReadonlyMap<string, readonly Expectation[]>;
  readonly #frames = new Map<string, Frame | null>();

  constructor(
    versions: readonly Goal[],
    expectations: readonly Expectation[],
    readonly snapshot: Snapshot,
    private readonly releases: ReadonlyMap<string, readonly TakenRelease[]>,
    readonly root: PlaceRow,
    readonly today: string,
    private readonly mayCombine: MayCombine,
  ) {
    this.#versions = Map.groupBy(versions, ({ code }) => code);
    this.#expectations = Map.groupBy(expectations, ({ goalCode }) => goalCode);
  }

  /** The goal as it is laid down on a period's last day, or today while that is not over; undefined when there is none. */
  goalAt(code: string, period: string): Goal | undefined {
    return nearestTo(this.#versions.get(code) ?? [], this.dayOf(period));
  }

  /** A period's last day, or today while it is not over. */
  dayOf(period: string): string {
    const { lastDay } = parsePeriod(period);
    return lastDay < this.today ? lastDay : this.today;
  }

  /** The organisations that a goal counts on, on a day, by code. */
  expectedOn(goalCode: string, day: string): Organisation[] {
    return (this.#expectations.get(goalCode) ?? [])
      .filter((expectation) => isInForceOn(expectation, day))
      .map(({ organisation }) => organisation);
  }

  /** What is known of an organisation; undefined where it has no release. */
  knownOf(organisation: string): KnownRelease | undefined {
    return this.snapshot.get(organisation);
  }

  /**
   * Computes a progress.
   * @throws Error where the goal does not exist.
   */
  progressOf(asked: Asked): ComputedProgress {
    const { goalCode, period, denominators } = asked;
    const frame = this.#frameOf(goalCode, period);
    if (!frame) throw new Error(`No goal ${goalCode}, though its progress was asked for.`);
    const { goal, day, lastDay, completeThrough, asOf } = frame;
    const denominator = denominatorOn(denominators, day);
    const shares = this.#sharesOf(frame.reports, asked);
    const progress = computeProgress({
      goal,
      denominator: denominator?.value ?? null,
      shares,
      on: completeThrough,
    });
    return {
      ...progress,
      goal,
      denominator,
      completeThrough,
      isComplete: completeThrough !== null && completeThrough >= lastDay,
      contributions: this.#contributions(frame.reports, goalCode, asked.place),
      asOf,
      demonstration: (denominator?.demonstration ?? false) || frame.demonstration,
    };
  }

  /** The people that a goal has reached in a place by a period's end, at least; null where nothing is known of them. */
  fewestPeopleOf(cell: FigureCell): number | null {
    const reports = this.#frameOf(cell.goalCode, cell.period)?.reports ?? [];
    return boundsOf(this.#sharesOf(reports, cell), null)?.lower ?? null;
  }

  /** What each organisation that a goal counts on at a period's end reported of it, by code. */
  contributionsOf(goalCode: string, place: FigurePlace, period: string): readonly Contribution[] {
    return this.#contributions(this.#frameOf(goalCode, period)?.reports ?? [], goalCode, place);
  }

  #sharesOf(reports: readonly Contribution[], { goalCode, place, period }: FigureCell): (PublishedCount | null)[] {
    return reports.map(({ organisation }) => this.shareOf(goalCode, place, period, organisation));
  }

  /** Reports as whoever asks may know them: a figure that may not be combined for them is withheld. */
  #contributions(reports: readonly Contribution[], goalCode: string, place: FigurePlace): readonly Contribution[] {
    return reports.map((report) =>
      hasReported(report.state) && !this.mayCombine(report.organisation.code, goalCode, place.isRoot)
        ? { ...report, state: ContributionState.WITHHELD }
        : report,
    );
  }

  #frameOf(goalCode: string, period: string): Frame | null {
    const key = `${goalCode} ${period}`;
    let frame = this.#frames.get(key);
    if (frame === undefined) this.#frames.set(key, (frame = this.#makeFrame(goalCode, period)));
    return frame;
  }

  #makeFrame(goalCode: string, period: string): Frame | null {
    const goal = this.goalAt(goalCode, period);
    if (!goal) return null;
    const day = this.dayOf(period);
    const { lastDay } = parsePeriod(period);
    const expected = this.expectedOn(goalCode, day);
    const known = expected.flatMap(({ code }) => this.snapshot.get(code)?.release ?? []);
    return {
      ...{ goal, day, lastDay },
      completeThrough: this.#completeThrough(expected, day),
      reports: expected.map((organisation) => this.#reportOf(goal, lastDay, organisation)),
      asOf: oldest(known),
      demonstration:
        known.some(({ demonstration }) => demonstration) ||
        expected.some(({ code, dataKind }) => this.snapshot.has(code) && dataKind === DataKind.DEMONSTRATION),
    };
  }

  /** The earliest day through which the expected organisations' releases are complete, up to a day. */
  #completeThrough(expected: readonly Organisation[], day: string): string | null {
    let earliest: string | null = null;
    for (const { code } of expected) {
      const release = this.snapshot.get(code)?.release;
      if (release && (earliest === null || release.through < earliest)) earliest = release.through;
    }
    return earliest === null || earliest < day ? earliest : day;
  }

  /**
   * What an organisation's release says of a place at a period's end: its last month by then is carried forward. Null
   * where it has no figure of it.
   */
  shareOf(goalCode: string, place: FigurePlace, period: string, { code, linked }: Organisation): PublishedCount | null {
    const known = this.snapshot.get(code);
    if (!known || !linked || !this.mayCombine(code, goalCode, place.isRoot)) return null;
    return shareOf(
      { figures: known.figures, through: known.release.through },
      {
        goal: goalCode,
        key: placeKey(place.row),
        from: place.row.validFrom,
        isRoot: place.isRoot,
        month: parsePeriod(period).lastMonth,
      },
    );
  }

  #reportOf(goal: Goal, lastDay: string, organisation: Organisation): Contribution {
    const { code, linked } = organisation;
    if (!linked) return { organisation, state: ContributionState.NOT_LINKED, lateDays: null, release: null };
    const release = this.snapshot.get(code)?.release ?? null;
    const due = dueDay(lastDay, goal.reportDueDays ?? null);
    const known = (this.releases.get(code) ?? []).filter(({ number }) => number <= (release?.number ?? 0));
    const { state, lateDays } = punctualityOf(known, lastDay, due, this.today, (moment) =>
      dayInProvince(new Date(moment)),
    );
    return { organisation, state, lateDays, release };
  }
}

function oldest(releases: readonly TakenRelease[]): Date | null {
  const moments = releases.map(({ madeAt }) => Date.parse(madeAt));
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}

/** Opens the book of a snapshot. */
export async function openBook(
  context: SubgraphContext,
  snapshot: Snapshot,
  releases: ReadonlyMap<string, readonly TakenRelease[]>,
  root: PlaceRow,
  mayCombine: MayCombine,
): Promise<ProgressBook> {
  const [versions, expectations] = await Promise.all([allGoalVersions(context), allExpectations(context)]);
  return new ProgressBook(versions, expectations, snapshot, releases, root, dayInProvince(context.now()), mayCombine);
}
