import { posteriorOf, ProgressStatus, type PublishedCount } from '@hub/protocol';
import type { PeopleFigure } from './people-figure.js';

/** A status that is probable, and not certain enough to be the status. */
export interface LikelyStatus {
  readonly status: ProgressStatus;
  /** From 0.8 to 1, with two decimals. */
  readonly probability: number;
}

const leastProbability = 0.8;

/** A wider range of denominators is taken at this many equally spaced numbers. */
const mostDenominators = 20;

/**
 * The status that has at least 80 % of the probability, over the posterior of the people and the range of the
 * denominator, in which each number is equally probable. Null if no status has it, if only bounds are known, or if the
 * figure of an organisation is missing: the people of that organisation have no probability.
 * @param statusAt the status for a number of people and a denominator; for one denominator, it changes with the people
 * in one direction.
 */
export function likelyStatus(
  people: PeopleFigure,
  denominator: PublishedCount,
  statusAt: (people: number, denominator: number) => ProgressStatus,
): LikelyStatus | null {
  const { estimate, isOpen, lower, upper } = people;
  if (estimate === null || isOpen) return null;
  const { first, step, masses } = people.posterior ?? posteriorOf(() => 1, { first: lower, last: upper ?? lower });
  let sum = 0;
  const sums = [0, ...masses.map((mass) => (sum += mass))];
  const massBetween = (from: number, to: number) => (sums[to + 1] ?? sum) - (sums[from] ?? 0);
  const found = new Map<ProgressStatus, number>();
  const denominators = spacedBetween(denominator);
  for (const one of denominators) {
    const add = (from: number, to: number): void => {
      const status = statusAt(first + from * step, one);
      if (status === statusAt(first + to * step, one)) {
        found.set(status, (found.get(status) ?? 0) + massBetween(from, to) / denominators.length);
        return;
      }
      const middle = Math.floor((from + to) / 2);
      add(from, middle);
      add(middle + 1, to);
    };
    add(0, masses.length - 1);
  }
  for (const open of [ProgressStatus.UNCERTAIN, ProgressStatus.NO_DATA]) found.delete(open);
  const [most] = [...found].sort(([, one], [, other]) => other - one);
  if (!most || most[1] < leastProbability - 1e-9) return null;
  // Rounded down: a verdict that is not the status is never said with probability 1.
  return { status: most[0], probability: Math.min(0.99, Math.floor(most[1] * 100 + 1e-9) / 100) };
}

function spacedBetween({ people, atMost }: PublishedCount): number[] {
  const count = Math.min(mostDenominators, atMost - people + 1);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? people : Math.round(people + ((atMost - people) * index) / (count - 1)),
  );
}
