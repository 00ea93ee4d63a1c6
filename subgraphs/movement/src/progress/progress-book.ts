import type { PlaceRow, SubgraphContext } from '@hub/kit';
import {
  dayInProvince,
  lastDayOf,
  monthNumber,
  monthOf,
  placeKey,
  type PublishedCount,
  shareOf,
  stepOf,
} from '@hub/protocol';
import type { MayUse } from '../agreements/combined-figures.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { denominatorOn } from '../denominator/denominator.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { allExpectations } from '../goal/goal-expectations.loader.js';
import { allGoalVersions } from '../goal/goal.loader.js';
import { allGoalDays } from '../goal-days/goal-days.loader.js';
import { allHeadlines, type Headline } from '../headline/headline.loader.js';
import type { KnownRelease, Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import type { FoundEstimate, MergedPeople } from '../sketches/merged-people.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { leastDenominators } from '../verdict-bound/verdict-bound.loader.js';
import { mostMonthsTested } from './forecast.js';
import { FrameMaker } from './frame-maker.js';
import { GoalsInTime } from './goals-in-time.js';
import { KnownPeople } from './known-people.js';
import { mostPeople, type PeopleFigure, peopleFigure } from './people-figure.js';
import { hasCarried, type Contribution, type Frame, reportsAt, type Reports, type Source } from './progress-frame.js';
import type { BookName } from './progress-id.js';
import { computeProgress, type Judged, type Progress, ProgressStatus, timeOf } from './progress.js';

/** A place with figures: its row, and its code in callers' notation. */
export interface FigurePlace {
  readonly code: string;
  readonly row: PlaceRow;
  readonly isRoot: boolean;
}

/** A goal's progress in a place and a period, with all its inputs. */
export interface ComputedProgress extends Progress {
  readonly frame: Frame;
  readonly denominator: Denominator | null;
  readonly demonstration: boolean;
  /** The people that status and pace are computed from, if they are not the figure itself; see `ProgressInput`. */
  readonly judged: Judged | undefined;
  /** Whether later reports can change it. */
  readonly isProvisional: boolean;
}

/** A goal, a place and a period, with all known denominators. */
export interface Asked {
  readonly goalCode: string;
  readonly place: FigurePlace;
  readonly period: string;
  readonly denominators: readonly Denominator[];
}

/** The goals, expectations and releases of one moment: progress is computed from them without reading the database. */
export class ProgressBook {
  readonly #frames = new Map<string, Map<string, Frame | null>>();
  readonly #monthsBefore = new Map<Frame, readonly Frame[]>();
  readonly #people = new Map<Reports['sources'], Map<string, PeopleFigure | null>>();

  constructor(
    readonly goals: GoalsInTime,
    private readonly frames: FrameMaker,
    readonly snapshot: Snapshot,
    readonly root: PlaceRow,
    /** The estimates from the releases' sketches. */
    private readonly merged: MergedPeople,
    /** The rules that choose the month of goals' headlines. */
    readonly headlines: readonly Headline[],
    /** The releases of the book; undefined for the current ones. */
    readonly name: BookName | undefined,
  ) {}

  get today(): string {
    return this.goals.today;
  }

  /** An organisation's known release; undefined if it has none. */
  knownOf(organisation: string): KnownRelease | undefined {
    return this.snapshot.get(organisation);
  }

  /**
   * Computes a progress.
   * @throws Error if the goal does not exist.
   */
  progressOf({ goalCode, place, period, denominators }: Asked): ComputedProgress {
    const frame = this.frameOf(goalCode, period);
    if (!frame) throw new Error(`No goal ${goalCode}, though its progress was asked for.`);
    const { goal, day, completeThrough, time, leastDenominator, isOver } = frame;
    const denominator = denominatorOn(denominators, day);
    const range = rangeOf(denominator);
    const people = this.#peopleOf(frame, place, range);
    const judged = this.#judgedOf(frame, place, range);
    const progress = computeProgress({
      ...{ goal, denominator: range, people, on: completeThrough, time, judged, leastDenominator, isOver },
      step: stepOf(place.isRoot),
    });
    return {
      ...progress,
      status: this.#isLate(progress, frame, place, range) ? ProgressStatus.ACHIEVED_LATE : progress.status,
      frame,
      denominator,
      judged,
      isProvisional: !this.isClosed(frame) && isProvisional(people, reportsAt(frame, place.isRoot)),
      demonstration: (denominator?.demonstration ?? false) || frame.demonstration,
    };
  }

  /**
   * The people that status and pace are computed from if the organisations have reported up to different days: the
   * people at the end of the last month that all have reported. With some organisations' later people, the earliest
   * day would show too much progress.
   */
  #judgedOf(frame: Frame, place: FigurePlace, denominator: PublishedCount | null): Judged | undefined {
    const { goal, goalCode, day, completeThrough } = frame;
    if (completeThrough === null || completeThrough >= day) return undefined;
    const { sources } = reportsAt(frame, place.isRoot);
    if (!sources.some((source) => source && source.through > completeThrough)) return undefined;
    const isMonthEnd = completeThrough === lastDayOf(completeThrough.slice(0, 7));
    const month = monthOf(monthNumber(completeThrough.slice(0, 7)) - (isMonthEnd ? 0 : 1));
    const then = this.frameOf(goalCode, month);
    if (!then) return undefined;
    return { people: this.#peopleOf(then, place, denominator), on: then.lastDay, time: timeOf(goal, then.lastDay) };
  }

  /** Whether the goal was closed with these figures. */
  isClosed({ goalCode, period }: Frame): boolean {
    const day = this.goals.frozenOn(goalCode, period);
    return day !== undefined && this.name !== undefined && 'asKnownOn' in this.name && this.name.asKnownOn === day;
  }

  /** Whether a reached target was certainly not reached by the deadline, given the unknown part of that day's figures. */
  #isLate({ status }: Progress, frame: Frame, place: FigurePlace, denominator: PublishedCount | null): boolean {
    const { goal, goalCode, lastDay, completeThrough } = frame;
    if (status !== ProgressStatus.ACHIEVED || lastDay <= goal.deadline || denominator === null) return false;
    const then = this.frameOf(goalCode, goal.deadline.slice(0, 7));
    const people = then && completeThrough !== null && this.#peopleOf(then, place, denominator);
    return people ? mostPeople(people) < goal.target * denominator.people - 1e-9 : false;
  }

  /**
   * The people that a goal has reached in a place by a period's end; null if none are known.
   * @param denominator shown with the people: every number derived from both leaves at least ten values.
   */
  peopleOf(frame: Frame, place: FigurePlace, denominator: PublishedCount | null): PeopleFigure | null {
    return this.#peopleOf(frame, place, denominator);
  }

  #peopleOf(frame: Frame, place: FigurePlace, denominator: PublishedCount | null): PeopleFigure | null {
    const reports = reportsAt(frame, place.isRoot);
    const { sources } = reports;
    let known = this.#people.get(sources);
    if (!known) {
      known = KnownPeople.of(this.merged).madeOf(frame.goalCode, frame.lastMonth, frame.asOf, reports);
      this.#people.set(sources, known);
    }
    const { row } = place;
    const most = denominator?.atMost ?? null;
    const key = `${row.code} ${row.validFrom} ${most ?? ''}`;
    let people = known.get(key);
    if (people === undefined) {
      const estimateOf = (contributing: readonly number[]) =>
        this.merged.estimateOf(frame.goalCode, placeKey(row), sources, contributing);
      people = peopleFigure(this.sharesOf(frame, place), most, frame.asOf, estimateOf, hasCarried(reports));
      known.set(key, people);
    }
    return people;
  }

  /** The unpublished estimate of a group of a place's people from sketches; or why there is none. */
  groupOf(frame: Frame, place: FigurePlace, group: string, isOfCommunes: boolean): FoundEstimate | NoEstimate {
    return this.merged.groupOf(frame.goalCode, group, reportsAt(frame, place.isRoot).sources, isOfCommunes);
  }

  /** The unpublished estimate of the overlap of two sources of a place from sketches; or why there is none. */
  overlapOf(frame: Frame, { row }: FigurePlace, sources: readonly [Source, Source]): FoundEstimate | NoEstimate {
    return this.merged.overlapOf(frame.goalCode, placeKey(row), sources);
  }

  /** The last complete months of the goal's time up to a period's end, the newest first: as many as a forecast reads. */
  completeMonthsOf(frame: Frame): readonly Frame[] {
    let found = this.#monthsBefore.get(frame);
    if (!found) this.#monthsBefore.set(frame, (found = this.#findCompleteMonths(frame)));
    return found;
  }

  #findCompleteMonths({ goal, goalCode, lastMonth, completeThrough }: Frame): Frame[] {
    const found: Frame[] = [];
    const first = monthNumber(goal.startsOn.slice(0, 7));
    for (let month = monthNumber(lastMonth); month >= first && found.length < mostMonthsTested; month -= 1) {
      const frame = this.frameOf(goalCode, monthOf(month));
      if (frame && completeThrough !== null && frame.lastDay <= completeThrough) found.push(frame);
    }
    return found;
  }

  /** The report of each organisation that a goal expects at a period's end, by code. */
  contributionsOf(goalCode: string, { isRoot }: FigurePlace, period: string): readonly Contribution[] {
    const frame = this.frameOf(goalCode, period);
    return frame ? reportsAt(frame, isRoot).expected : [];
  }

  /**
   * The organisations' figures of a place at a period's end: the last month by then is carried forward. Null for an
   * organisation without a figure.
   */
  sharesOf(frame: Frame, { row, isRoot }: FigurePlace): (PublishedCount | null)[] {
    const { goalCode: goal, lastMonth: month } = frame;
    const cell = { goal, key: placeKey(row), from: row.validFrom, isRoot, month };
    return reportsAt(frame, isRoot).sources.map((source) => source && shareOf(source, cell));
  }

  /** The frame of a goal and a period, shared by all places; null if the goal is unknown then. */
  frameOf(goalCode: string, period: string): Frame | null {
    let ofGoal = this.#frames.get(goalCode);
    if (!ofGoal) this.#frames.set(goalCode, (ofGoal = new Map<string, Frame | null>()));
    let frame = ofGoal.get(period);
    if (frame === undefined) ofGoal.set(period, (frame = this.frames.make(goalCode, period)));
    return frame;
  }
}

/** Whether an expected organisation has not reported the whole period, or its month is not closed. */
function isProvisional(people: PeopleFigure | null, { missing }: Reports): boolean {
  return missing.length > 0 || people?.noEstimate === NoEstimate.NOT_CLOSED;
}

/**
 * Opens the book of a snapshot.
 * @param name the releases of the book, unless they are the current ones.
 */
export async function openBook(
  context: SubgraphContext,
  snapshot: Snapshot,
  releases: ReadonlyMap<string, readonly TakenRelease[]>,
  root: PlaceRow,
  mayCombine: MayUse,
  merged: MergedPeople,
  name?: BookName,
): Promise<ProgressBook> {
  const [versions, expectations, least, headlines, days] = await Promise.all([
    allGoalVersions(context),
    allExpectations(context),
    leastDenominators(context),
    allHeadlines(context),
    allGoalDays(context),
  ]);
  const goals = new GoalsInTime(versions, expectations, days, dayInProvince(context.now()));
  const frames = new FrameMaker(goals, snapshot, releases, mayCombine, least, name);
  return new ProgressBook(goals, frames, snapshot, root, merged, headlines, name);
}
