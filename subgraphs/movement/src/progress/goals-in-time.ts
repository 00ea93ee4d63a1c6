import { type Goal, isInForceOn, nearestTo } from '@hub/kit';
import { parsePeriod } from '@hub/protocol';
import type { Expectation } from '../goal/goal-expectations.loader.js';
import { frozenOn, isLastOf } from '../goal-days/closing.js';
import type { GoalDays } from '../goal-days/goal-days.loader.js';
import type { Organisation } from '../organisation/organisation.entity.js';

/** What is laid down of goals, by period: their versions, whom they count on, and when their figures were frozen. */
export class GoalsInTime {
  readonly #versions: ReadonlyMap<string, readonly Goal[]>;
  readonly #expectations: ReadonlyMap<string, readonly Expectation[]>;
  readonly #frozen = new Map<Goal, string | null>();

  constructor(
    private readonly goals: readonly Goal[],
    expectations: readonly Expectation[],
    /** What days are laid down of goals beside the goals themselves. */
    readonly days: readonly GoalDays[],
    readonly today: string,
  ) {
    this.#versions = Map.groupBy(goals, ({ code }) => code);
    this.#expectations = Map.groupBy(expectations, ({ goalCode }) => goalCode);
  }

  /** The goal as it is laid down on a period's last day, or today while that is not over; undefined when there is none. */
  goalAt(code: string, period: string): Goal | undefined {
    return nearestTo(this.#versions.get(code) ?? [], this.dayOf(period));
  }

  /** The codes of all goals. */
  get codes(): string[] {
    return [...this.#versions.keys()];
  }

  /** On which day the figures of a goal in a period were frozen, where they are; undefined while late data counts. */
  frozenOn(code: string, period: string): string | undefined {
    const goal = this.goalAt(code, period);
    return goal && isLastOf(goal, parsePeriod(period).lastDay) ? this.#frozenOn(goal) : undefined;
  }

  /** The days on which figures of goals were frozen by today. */
  frozenDays(): readonly string[] {
    return [...new Set(this.goals.flatMap((goal) => this.#frozenOn(goal) ?? []))];
  }

  #frozenOn(goal: Goal): string | undefined {
    let day = this.#frozen.get(goal);
    if (day === undefined) {
      day = frozenOn(goal, { goals: this.goals, days: this.days }, this.today) ?? null;
      this.#frozen.set(goal, day);
    }
    return day ?? undefined;
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

  /** Whether a goal counts on an organisation even where nothing of it may be combined, or it has released nothing. */
  countsWithheld(goalCode: string, code: string, day: string): boolean {
    return (this.#expectations.get(goalCode) ?? []).some(
      (one) => one.countsWithheld && one.organisation.code === code && isInForceOn(one, day),
    );
  }
}
