import { type Goal, isInForceOn, nearestTo } from '@hub/kit';
import { parsePeriod } from '@hub/protocol';
import type { Expectation } from '../goal/goal-expectations.loader.js';
import { frozenOn, isLastOf } from '../goal-days/closing.js';
import type { GoalDays } from '../goal-days/goal-days.loader.js';

/**
 * The rules of goals, by period: their versions, the organisations that they expect, and the days on which their
 * figures were frozen.
 */
export class GoalsInTime {
  readonly #versions: ReadonlyMap<string, readonly Goal[]>;
  readonly #expectations: ReadonlyMap<string, readonly Expectation[]>;
  readonly #frozen = new Map<Goal, string | null>();

  constructor(
    private readonly goals: readonly Goal[],
    expectations: readonly Expectation[],
    /** The due days of goals, which are set separately from the goals. */
    readonly days: readonly GoalDays[],
    readonly today: string,
  ) {
    this.#versions = Map.groupBy(goals, ({ code }) => code);
    this.#expectations = Map.groupBy(expectations, ({ goalCode }) => goalCode);
  }

  /** The goal's version on a period's last day, or today's if the period is not over; undefined if there is no such goal. */
  goalAt(code: string, period: string): Goal | undefined {
    return nearestTo(this.#versions.get(code) ?? [], this.dayOf(period));
  }

  /** The codes of all goals. */
  get codes(): string[] {
    return [...this.#versions.keys()];
  }

  /** The day on which a goal's figures in a period were frozen; undefined while late data counts. */
  frozenOn(code: string, period: string): string | undefined {
    const goal = this.goalAt(code, period);
    return goal && isLastOf(goal, parsePeriod(period).lastDay) ? this.#frozenOn(goal) : undefined;
  }

  /** The days up to today on which figures of goals were frozen. */
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

  /** The expectations of a goal that are in force on a day, by the organisation's code. */
  expectedOn(goalCode: string, day: string): Expectation[] {
    return (this.#expectations.get(goalCode) ?? []).filter((expectation) => isInForceOn(expectation, day));
  }
}
