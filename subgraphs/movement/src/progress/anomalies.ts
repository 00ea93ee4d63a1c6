import { countStep, totalStep } from '@hub/protocol';
import { rangeOf } from '../denominator/denominator-range.js';
import { breaksBetween, isBreakOfPeople } from './break.js';
import type { GoalProgress } from './goal-progress.type.js';
import { alike, endsOfChange, fewestPeople, mostPeople, type PeopleFigure } from './people-figure.js';
import { type Anomaly, type AnomalyRelease, AnomalyRule } from './anomaly.type.js';

/** A robust z-score above which a month's increase is a jump. */
const jumpScore = 3.5;

/** Factor from a median absolute deviation to an estimate of the standard deviation. */
const deviationScale = 1.4826;

/** The fewest monthly increases that a jump can be judged by. */
const fewestIncreases = 4;

/** How many complete months without news are an anomaly. */
const quietMonths = 3;

/**
 * Finds the anomalies of one place: findings that hold for both the fewest and the most possible people.
 * @param months the place's progress at the ends of complete months, the earliest first.
 * @param release the release of the figures, if it does not count.
 * @returns for each rule the newest finding, if there is one.
 */
export function anomaliesIn(months: readonly GoalProgress[], release: AnomalyRelease | null = null): Anomaly[] {
  // With few people, all other findings may come from rounding.
  const isSmall = months.at(-1)?.isSmall ?? false;
  return (isSmall ? [excess(months)] : [fall(months), excess(months), jump(months), silence(months)])
    .filter((found) => found !== undefined)
    .map((found) => ({ ...found, release }));
}

type Found = Omit<Anomaly, 'release'>;

const lowerOf = ({ people }: GoalProgress) => people?.lower ?? 0;

/** The increase of people in a month: by lower bounds, and its least and most. */
interface Increase {
  readonly progress: GoalProgress;
  readonly increase: number;
  /** The change in terms that both figures have: estimates, or lower bounds. */
  readonly change: number;
  readonly ends: { readonly lower: number; readonly upper: number };
}

function increasesOf(months: readonly GoalProgress[]): Increase[] {
  return months.flatMap((progress, index) => {
    const former = months[index - 1];
    const before = former?.people;
    const { people } = progress;
    if (!before || !people) return [];
    // After a break, a difference is neither a fall nor a jump.
    if (isBreakOfPeople(breaksBetween(progress, former))) return [];
    const [now, then] = alike(people, before);
    const increase = people.lower - before.lower;
    return [{ progress, increase, change: now - then, ends: endsOfChange(people, before) }];
  });
}

function fall(months: readonly GoalProgress[]): Found | undefined {
  const found = increasesOf(months).findLast(({ ends }) => ends.upper < 0);
  return found && anomaly(AnomalyRule.FELL, found.progress, -found.change);
}

function excess(months: readonly GoalProgress[]): Found | undefined {
  const mostOf = ({ denominator }: GoalProgress) => rangeOf(denominator)?.atMost ?? Number.POSITIVE_INFINITY;
  const isAbove = (progress: GoalProgress) =>
    progress.people !== null && fewestPeople(progress.people) > mostOf(progress);
  const last = months.at(-1);
  if (!last?.people || !isAbove(last)) return undefined;
  const since = months[months.findLastIndex((progress) => !isAbove(progress)) + 1] ?? last;
  return anomaly(AnomalyRule.MORE_THAN_DENOMINATOR, since, fewestPeople(last.people) - mostOf(last));
}

function jump(months: readonly GoalProgress[]): Found | undefined {
  const increases = increasesOf(months);
  if (increases.length < fewestIncreases) return undefined;
  const middle = median(increases.map(({ increase }) => increase));
  const spread = median(increases.map(({ increase }) => Math.abs(increase - middle))) * deviationScale;
  // Numbers are rounded down to ten, and totals to twenty: a smaller deviation may be rounding alone.
  const deviation = Math.max(spread, months.at(-1)?.place.isRoot ? totalStep : countStep);
  const scoreOf = (increase: number) => (increase - middle) / deviation;
  const found = increases.findLast(({ ends }) => scoreOf(ends.lower) > jumpScore);
  return found && anomaly(AnomalyRule.JUMPED, found.progress, scoreOf(found.increase));
}

function silence(months: readonly GoalProgress[]): Found | undefined {
  const last = months.at(-1);
  if (!last?.people || last.ratio === null || mayReach(last, last.people)) return undefined;
  const changed = months.findLastIndex((progress) => lowerOf(progress) !== lowerOf(last));
  const quiet = months.length - 1 - (changed + 1);
  const since = months[changed + 1];
  return quiet >= quietMonths && since ? anomaly(AnomalyRule.NOTHING_NEW, since, quiet) : undefined;
}

/** Whether the most possible people reach the target. */
function mayReach({ denominator, target }: GoalProgress, people: PeopleFigure): boolean {
  return mostPeople(people) >= target * (denominator?.value ?? 0) - 1e-9;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

function anomaly(rule: AnomalyRule, progress: GoalProgress, magnitude: number): Found {
  return { rule, since: progress.period, magnitude, progress };
}
