import { maxColumns, type SharedCells, shareOf } from './cells.js';

/** The numbers of people in only the first of two sketches, only the second, and both. */
export type Parts = readonly [onlyFirst: number, onlySecond: number, both: number];

/**
 * The state of a cell in two sketches: set in both, only in the first, only in the second, in none; in this order
 * below.
 */
interface CellState {
  readonly logProbability: number;
  /** The derivatives of `logProbability` by the three parts. */
  readonly slopes: Parts;
}

/** The states of a cell that a person sets with a probability, for Poisson-distributed numbers of people. */
function statesOf(hit: number, [first, second, both]: Parts): CellState[] {
  // The probabilities that a person of this part sets the cell, and that none does.
  const [someFirst, someSecond, someBoth] = [first, second, both].map((part) => -Math.expm1(-hit * part)) as [
    number,
    number,
    number,
  ];
  const [noFirst, noSecond, noBoth] = [1 - someFirst, 1 - someSecond, 1 - someBoth];
  const together = someBoth + noBoth * someFirst * someSecond;
  return [
    {
      logProbability: Math.log(together),
      slopes: [
        (hit * noBoth * noFirst * someSecond) / together,
        (hit * noBoth * noSecond * someFirst) / together,
        (hit * noBoth * (noFirst + noSecond * someFirst)) / together,
      ],
    },
    {
      logProbability: -hit * (second + both) + Math.log(someFirst),
      slopes: [hit / Math.expm1(hit * first), -hit, -hit],
    },
    {
      logProbability: -hit * (first + both) + Math.log(someSecond),
      slopes: [-hit, hit / Math.expm1(hit * second), -hit],
    },
    { logProbability: -hit * (first + second + both), slopes: [-hit, -hit, -hit] },
  ];
}

/**
 * The logarithm of the likelihood of the shared cells of two sketches, and its derivatives by the three parts.
 * @param shared by column; missing columns have no set cell.
 * @param cells how many cells a column has.
 * @param parts all above 0.
 */
export function likelihoodOf(
  shared: readonly SharedCells[],
  cells: number,
  parts: Parts,
): { likelihood: number; score: number[] } {
  let likelihood = 0;
  const score = [0, 0, 0];
  for (let column = 0; column < maxColumns; column++) {
    const { both, onlyFirst, onlySecond } = shared[column] ?? { both: 0, onlyFirst: 0, onlySecond: 0 };
    const counts = [both, onlyFirst, onlySecond, cells - both - onlyFirst - onlySecond];
    for (const [state, { logProbability, slopes }] of statesOf(shareOf(column) / cells, parts).entries()) {
      const count = counts[state]!;
      if (count === 0) continue;
      likelihood += count * logProbability;
      for (const [index, slope] of slopes.entries()) score[index]! += count * slope;
    }
  }
  return { likelihood, score };
}

/** The Fisher information of two sketches about the three parts, a matrix of three rows. */
export function informationOf(cells: number, parts: Parts): number[][] {
  const information = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let column = 0; column < maxColumns; column++) {
    for (const { logProbability, slopes } of statesOf(shareOf(column) / cells, parts)) {
      const expected = cells * Math.exp(logProbability);
      if (expected === 0) continue;
      for (const [row, line] of information.entries()) {
        for (const [index, slope] of slopes.entries()) line[index]! += expected * slopes[row]! * slope;
      }
    }
  }
  return information;
}
