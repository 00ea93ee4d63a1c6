import { dayInProvince, parsePeriod } from '@hub/protocol';
import type { MayUse } from '../agreements/combined-figures.js';
import { reportDueDays } from '../goal-days/goal-days.loader.js';
import type { Expectation } from '../goal/goal-expectations.loader.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { DataKind } from '../organisation/organisation.type.js';
import type { Snapshot } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import type { LeastDenominator } from '../verdict-bound/verdict-bound.loader.js';
import { ContributionState, dueDay, punctualityOf } from './contribution-state.js';
import type { GoalsInTime } from './goals-in-time.js';
import { type Contribution, countingIn, type Frame, type Reports, reportsOf } from './progress-frame.js';
import type { BookName } from './progress-id.js';
import { timeOf } from './progress.js';

/** Makes the frames of progress: the organisations' reports of a goal and a period, from the releases of one moment. */
export class FrameMaker {
  readonly #days = new Map<string, string>();

  constructor(
    private readonly goals: GoalsInTime,
    private readonly snapshot: Snapshot,
    private readonly releases: ReadonlyMap<string, readonly TakenRelease[]>,
    private readonly mayCombine: MayUse,
    private readonly leastDenominator: LeastDenominator,
    /** The releases of the frames; undefined for the current ones. */
    private readonly name: BookName | undefined,
  ) {}

  /** The frame of a goal and a period, shared by all places; null if the goal is unknown then. */
  make(goalCode: string, period: string): Frame | null {
    const goal = this.goals.goalAt(goalCode, period);
    if (!goal) return null;
    const day = this.goals.dayOf(period);
    const { lastDay, lastMonth } = parsePeriod(period);
    const due = dueDay(lastDay, reportDueDays(this.goals.days, goal, lastMonth));
    const contributions = this.goals.expectedOn(goalCode, day).map((one) => this.#reportOf(due, lastDay, one));
    const reports = (isRoot: boolean): Reports =>
      reportsOf(contributions, this.snapshot, lastMonth, (organisation) =>
        this.mayCombine(organisation, goalCode, isRoot),
      );
    const [root, communes] = [reports(true), reports(false)];
    // The releases of an organisation that is not linked never count.
    const linked = countingIn({ root, communes }).filter((organisation) => organisation.linked);
    const known = linked.flatMap(({ code }) => this.snapshot.get(code)?.release ?? []);
    const completeThrough = this.#completeThrough(linked, day);
    return {
      ...{ goal, goalCode, period, lastMonth, lastDay, day, reportDueOn: due },
      completeThrough,
      isComplete: completeThrough !== null && completeThrough >= lastDay,
      isOver: this.#isOver(goal.deadline, lastDay),
      time: timeOf(goal, completeThrough),
      leastDenominator: this.leastDenominator(goalCode, day),
      root,
      communes,
      asOf: oldest(known),
      demonstration:
        known.some(({ demonstration }) => demonstration) ||
        linked.some(({ code, dataKind }) => this.snapshot.has(code) && dataKind === DataKind.DEMONSTRATION),
    };
  }

  /** The last day with known data: the delay of a missing report is counted up to it. */
  get #lastKnownDay(): string {
    const day = this.name && 'asKnownOn' in this.name ? this.name.asKnownOn : this.goals.today;
    return day < this.goals.today ? day : this.goals.today;
  }

  /** The province's day of a time. */
  readonly #dayOfMoment = (moment: string): string => {
    let day = this.#days.get(moment);
    if (day === undefined) this.#days.set(moment, (day = dayInProvince(new Date(moment))));
    return day;
  };

  /** A publication is made after its period, so only the period decides here. */
  #isOver(deadline: string, lastDay: string): boolean {
    const isPublished = this.name !== undefined && 'publication' in this.name;
    return lastDay >= deadline && (isPublished || this.#lastKnownDay > deadline);
  }

  /**
   * The earliest of the days through which the expected organisations' releases are complete, up to a day; null if an
   * organisation has no known day.
   */
  #completeThrough(expected: readonly Organisation[], day: string): string | null {
    let earliest: string | null = null;
    for (const { code } of expected) {
      const release = this.snapshot.get(code)?.release;
      if (release?.through === null) return null;
      if (release && (earliest === null || release.through < earliest)) earliest = release.through;
    }
    return earliest === null || earliest < day ? earliest : day;
  }

  #reportOf(due: string | null, lastDay: string, { organisation, countsWithheld }: Expectation): Contribution {
    const { code, linked } = organisation;
    const expected = { organisation, countsWithheld };
    if (!linked) {
      return { ...expected, state: ContributionState.NOT_LINKED, late: null, through: null, release: null };
    }
    const release = this.snapshot.get(code)?.release ?? null;
    const known = (this.releases.get(code) ?? []).filter(({ number }) => number <= (release?.number ?? 0));
    const { state, lateDays } = punctualityOf(known, lastDay, due, this.#lastKnownDay, this.#dayOfMoment);
    return { ...expected, state, late: lateDays, through: release?.through ?? null, release };
  }
}

function oldest(releases: readonly TakenRelease[]): Date | null {
  const moments = releases.map(({ madeAt }) => Date.parse(madeAt));
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}
