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

/** A place of which figures are: a commune as its row has it, and how callers write its code. */
export interface FigurePlace {
  readonly code: string;
  readonly row: PlaceRow;
  readonly isRoot: boolean;
}

/** A goal's progress in a place and a period, with all that it rests on. */
export interface ComputedProgress extends Progress {
  readonly frame: Frame;
  readonly denominator: Denominator | null;
  readonly demonstration: boolean;
  /** What status and pace are of, where that is not the figure itself; see `ProgressInput`. */
  readonly judged: Judged | undefined;
  /** Whether reports that are still to come change it. */
  readonly isProvisional: boolean;
}

/** A goal in a place and a period, with all that is known of the audience's number of people in the place. */
export interface Asked {
  readonly goalCode: string;
  readonly place: FigurePlace;
  readonly period: string;
  readonly denominators: readonly Denominator[];
}

/** Goals, expectations and releases as they are at one moment: progress follows from it without asking anybody. */
export class ProgressBook {
  readonly #frames = new Map<string, Map<string, Frame | null>>();
  readonly #monthsBefore = new Map<Frame, readonly Frame[]>();
  readonly #people = new Map<Reports['sources'], Map<string, PeopleFigure | null>>();

  constructor(
    readonly goals: GoalsInTime,
    private readonly frames: FrameMaker,
    readonly snapshot: Snapshot,
    readonly root: PlaceRow,
    /** What is estimated from the releases' sketches. */
    private readonly merged: MergedPeople,
    /** By which rule goals' headlines have their month. */
    readonly headlines: readonly Headline[],
    /** Which releases it is of; undefined where those that count now. */
    readonly name: BookName | undefined,
  ) {}

  get today(): string {
    return this.goals.today;
  }

  /** What is known of an organisation; undefined where it has no release. */
  knownOf(organisation: string): KnownRelease | undefined {
    return this.snapshot.get(organisation);
  }

  /**
   * Computes a progress.
   * @throws Error where the goal does not exist.
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
   * What status and pace of a period are of, where organisations have told of it up to different days: the people at the end
   * of the last month that all have reported. Later people of some beside the earliest day would be ahead of their time.
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

  /** Whether these are the figures that the goal was closed with. */
  isClosed({ goalCode, period }: Frame): boolean {
    const day = this.goals.frozenOn(goalCode, period);
    return day !== undefined && this.name !== undefined && 'asKnownOn' in this.name && this.name.asKnownOn === day;
  }

  /** Whether a target that is reached was not at the deadline, whatever is not known of that day. */
  #isLate({ status }: Progress, frame: Frame, place: FigurePlace, denominator: PublishedCount | null): boolean {
    const { goal, goalCode, lastDay, completeThrough } = frame;
    if (status !== ProgressStatus.ACHIEVED || lastDay <= goal.deadline || denominator === null) return false;
    const then = this.frameOf(goalCode, goal.deadline.slice(0, 7));
    const people = then && completeThrough !== null && this.#peopleOf(then, place, denominator);
    return people ? mostPeople(people) < goal.target * denominator.people - 1e-9 : false;
  }

  /**
   * The people that a goal has reached in a place by a period's end; null where nothing is known of them.
   * @param denominator beside which they are told: whatever follows from them leaves ten values.
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

  /** What sketches tell of a group of a place's people, before anything of it is published; or why nothing. */
  groupOf(frame: Frame, place: FigurePlace, group: string, isOfCommunes: boolean): FoundEstimate | NoEstimate {
    return this.merged.groupOf(frame.goalCode, group, reportsAt(frame, place.isRoot).sources, isOfCommunes);
  }

  /** What sketches tell of whom two of the sources of a place share, before anything of it is published; or why nothing. */
  overlapOf(frame: Frame, { row }: FigurePlace, sources: readonly [Source, Source]): FoundEstimate | NoEstimate {
    return this.merged.overlapOf(frame.goalCode, placeKey(row), sources);
  }

  /** The last complete months of the goal's time up to a period's end, the newest first: as many as a forecast looks at. */
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

  /** What each organisation that a goal expects at a period's end reported of it, by code. */
  contributionsOf(goalCode: string, { isRoot }: FigurePlace, period: string): readonly Contribution[] {
    const frame = this.frameOf(goalCode, period);
    return frame ? reportsAt(frame, isRoot).expected : [];
  }

  /**
   * What the organisations' releases say of a place at a period's end: the last month by then is carried forward. Null
   * for one that has no figure of it.
   */
  sharesOf(frame: Frame, { row, isRoot }: FigurePlace): (PublishedCount | null)[] {
    const { goalCode: goal, lastMonth: month } = frame;
    const cell = { goal, key: placeKey(row), from: row.validFrom, isRoot, month };
    return reportsAt(frame, isRoot).sources.map((source) => source && shareOf(source, cell));
  }

  /** What of a goal and a period is the same in all places; null where the goal is not known then. */
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
 * @param name which releases it is of, where not those that count now.
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
