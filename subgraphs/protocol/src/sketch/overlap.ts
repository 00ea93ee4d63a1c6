import type { SharedCells } from './cells.js';
import { type Estimate, mostLikely, quantile } from './estimate.js';
import { informationOf, likelihoodOf, type Parts } from './overlap-model.js';
import type { PeopleSketch } from './people-sketch.js';
import { solve } from './solve.js';

/** Stands for nobody where logarithms are taken. */
const nobody = 1e-4;

/**
 * How many people two sketches share: joint maximum likelihood of those that only the first has, only the second, and
 * both, as in Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017). Few shared people in large
 * sets cannot be told from none: the interval says so.
 * @throws SketchFault `OTHER_PRECISION`.
 */
export function overlapOf(first: PeopleSketch, second: PeopleSketch): Estimate {
  const shared = first.sharedCells(second);
  const cells = 2 ** first.precision;
  const most = Math.min(first.estimate().interval.upper, second.estimate().interval.upper);
  if (most === 0) return { people: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
  const [onlyFirst, onlySecond, both] = mostLikelyParts(shared, cells);
  /** The standard error if so many people were shared, and both sets as large as they seem. */
  const errorAt = (people: number) =>
    overlapErrorOf([onlyFirst + both - people, onlySecond + both - people, people], cells);
  // The interval has every number of people from which the estimate is no farther than the quantile says.
  // No error is larger than the smaller set, though the two may say nothing at all of what they share.
  const error = Math.min(most, errorAt(both));
  const reach = (people: number) => quantile * Math.max(error, errorAt(people));
  const lower = lastWhere((people) => people + reach(people) < both, 0, both);
  const upper = lastWhere((people) => people - reach(people) < both, both, Math.max(both, most));
  const people = Math.min(most, Math.round(both));
  return {
    people,
    standardError: error,
    interval: {
      lower: Math.min(people, Math.round(lower)),
      upper: Math.max(people, Math.min(most, Math.round(upper))),
    },
  };
}

/**
 * The standard error of the overlap's most likely number. As with one sketch, the variance of the number itself, which
 * is fixed and no Poisson one, goes off.
 * @returns Infinity where the two sketches say nothing of it.
 */
export function overlapErrorOf(parts: Parts, cells: number): number {
  const [first, second, both] = parts.map((part) => Math.max(nobody, part)) as unknown as Parts;
  const variances = solve(informationOf(cells, [first, second, both]), [0, 0, 1]);
  return variances ? Math.sqrt(Math.max(0, variances[2]! - both)) : Infinity;
}

/** Where something ends that holds from `low` on, within a hundredth or a millionth: `high` where it holds there too. */
function lastWhere(holds: (value: number) => boolean, low: number, high: number): number {
  if (holds(high)) return high;
  let [from, to] = [low, high];
  while (to - from > Math.max(0.01, to * 1e-6)) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return from;
}

/** The parts at which the likelihood is greatest: Fisher scoring of their logarithms, by steps that ascend. */
function mostLikelyParts(shared: readonly SharedCells[], cells: number): Parts {
  let parts = start(shared, cells);
  let { likelihood, score } = likelihoodOf(shared, cells, parts);
  for (let step = 0; step < 200; step++) {
    const moves = movesFrom(parts, score, cells);
    // Never by more than a factor of e² at once: far from the top, the information says little of the way.
    const whole = Math.min(1, 2 / Math.max(...moves.map(Math.abs)));
    let [next, there] = [parts, { likelihood: -Infinity, score }];
    for (let length = whole; there.likelihood < likelihood && length > 1e-6 * whole; length /= 2) {
      next = parts.map((part, index) => Math.max(nobody, part * Math.exp(length * moves[index]!))) as unknown as Parts;
      there = likelihoodOf(shared, cells, next);
    }
    if (there.likelihood < likelihood) break;
    const isNear = next.every((part, index) => Math.abs(part - parts[index]!) < 1e-3 + 1e-6 * part);
    parts = next;
    ({ likelihood, score } = there);
    if (isNear && whole === 1) break;
  }
  return parts;
}

/** What inclusion and exclusion say, where that is possible. */
function start(shared: readonly SharedCells[], cells: number): Parts {
  const sizeOf = (count: (column: SharedCells) => number) => mostLikely(shared.map(count), cells);
  const first = sizeOf(({ both, onlyFirst }) => both + onlyFirst);
  const second = sizeOf(({ both, onlySecond }) => both + onlySecond);
  const union = sizeOf(({ both, onlyFirst, onlySecond }) => both + onlyFirst + onlySecond);
  const smaller = Math.min(first, second);
  const both = Math.max(smaller * 0.01, Math.min(smaller * 0.99, first + second - union));
  const startOf = (part: number) => Math.max(nobody, part);
  return [startOf(first - both), startOf(second - both), startOf(both)];
}

/** By how much the logarithm of each part is to move; a part that is nobody and should be fewer stays. */
function movesFrom(parts: Parts, score: readonly number[], cells: number): number[] {
  const free = [0, 1, 2].filter((index) => parts[index]! > nobody || score[index]! > 0);
  const information = informationOf(cells, parts);
  const matrix = free.map((row) => free.map((column) => information[row]![column]! * parts[row]! * parts[column]!));
  const slopes = free.map((index) => parts[index]! * score[index]!);
  const solved = solve(matrix, slopes) ?? slopes.map((slope, index) => slope / matrix[index]![index]!);
  const moves = [0, 0, 0];
  for (const [index, part] of free.entries()) moves[part] = solved[index]!;
  return moves;
}
