import type { SharedCells } from './cells.js';
import { type Estimate, mostLikely, quantile } from './estimate.js';
import { informationOf, likelihoodOf, type Parts } from './overlap-model.js';
import type { PeopleSketch } from './people-sketch.js';
import { solve } from './solve.js';

/** Replaces zero people in logarithms. */
const nobody = 1e-4;

/**
 * The number of people in both of two sketches: joint maximum likelihood of the people in only the first, only the
 * second, and both, as in Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017). A small
 * overlap of large sets cannot be distinguished from none: the interval shows it.
 * @throws SketchFault `OTHER_PRECISION`.
 */
export function overlapOf(first: PeopleSketch, second: PeopleSketch): Estimate {
  const shared = first.sharedCells(second);
  const cells = 2 ** first.precision;
  const most = Math.min(first.estimate().interval.upper, second.estimate().interval.upper);
  if (most === 0) return { people: 0, standardError: 0, interval: { lower: 0, upper: 0 } };
  const [onlyFirst, onlySecond, both] = mostLikelyParts(shared, cells);
  /** The standard error for so many shared people and the estimated sizes of both sets. */
  const errorAt = (people: number) =>
    overlapErrorOf([onlyFirst + both - people, onlySecond + both - people, people], cells);
  // The interval has every number of people whose distance to the estimate is within the quantile. No error is larger
  // than the smaller set, even if the two sketches reveal no overlap.
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
 * is fixed and not Poisson-distributed, is subtracted.
 * @returns Infinity where the two sketches contain no information about it.
 */
export function overlapErrorOf(parts: Parts, cells: number): number {
  const [first, second, both] = parts.map((part) => Math.max(nobody, part)) as unknown as Parts;
  const variances = solve(informationOf(cells, [first, second, both]), [0, 0, 1]);
  return variances ? Math.sqrt(Math.max(0, variances[2]! - both)) : Infinity;
}

/**
 * The last value from `low` on for which a condition holds, within a hundredth or a millionth; `high` where it holds
 * there too.
 */
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

/** The parts with the greatest likelihood: Fisher scoring of their logarithms, by ascending steps. */
function mostLikelyParts(shared: readonly SharedCells[], cells: number): Parts {
  let parts = start(shared, cells);
  let { likelihood, score } = likelihoodOf(shared, cells, parts);
  for (let step = 0; step < 200; step++) {
    const moves = movesFrom(parts, score, cells);
    // A step is at most a factor of e²: far from the maximum, the information is unreliable.
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

/** The start of the search, from inclusion and exclusion where possible. */
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

/** The step of each part's logarithm; a part at zero that should fall stays. */
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
