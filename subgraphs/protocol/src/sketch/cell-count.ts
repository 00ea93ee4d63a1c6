import { maxColumns, shareOf } from './cells.js';

/**
 * The number of people in a sketch, from the number of its set cells only. One more person sets at most one more cell,
 * whatever cells the others have set. So noise on this number hides a person from every organisation that gave
 * sketches; noise on the most likely number of `estimatePeople` could not. Its error is 0.69 / sqrt(rows), instead of
 * 0.65.
 */

/** The expected number of set cells for a number of people, if the cells are independent. */
export function cellsOf(people: number, rows: number): number {
  let unset = 0;
  for (let column = 0; column < maxColumns; column++) unset += Math.expm1((-people * shareOf(column)) / rows);
  return -rows * unset;
}

/** How many cells one more person is expected to set. */
function cellsPerPerson(people: number, rows: number): number {
  let cells = 0;
  for (let column = 0; column < maxColumns; column++) {
    const share = shareOf(column);
    cells += share * Math.exp((-people * share) / rows);
  }
  return cells;
}

/** The number of people that one set cell represents, in a sketch of a given number of people. */
export function peoplePerCell(people: number, rows: number): number {
  return 1 / cellsPerPerson(people, rows);
}

/**
 * The number of people whose expected number of set cells is `cells`. Because of noise, `cells` may be a fraction, or
 * negative.
 */
export function peopleOfCells(cells: number, rows: number): number {
  if (cells <= 0) return 0;
  // No honest sketch has more: nearly all cells of the last column but one are unset.
  const most = Math.min(cells, cellsOf(rows * 2 ** 28, rows));
  let people = 0;
  // The expected number is concave: Newton's steps from below stay below.
  for (let step = 0; step < 200; step++) {
    const more = (most - cellsOf(people, rows)) / cellsPerPerson(people, rows);
    people += more;
    if (more <= 1e-9 * people) break;
  }
  return people;
}

/**
 * The variance of the number of cells that so many people set. The number of people is fixed and not Poisson-distributed,
 * so its own variance is subtracted.
 */
export function cellVariance(people: number, rows: number): number {
  let variance = 0;
  for (let column = 0; column < maxColumns; column++) {
    const unset = Math.exp((-people * shareOf(column)) / rows);
    variance += unset * (1 - unset);
  }
  return Math.max(0, rows * variance - people * cellsPerPerson(people, rows) ** 2);
}

/** The standard error, in people, of the number from so many people's cells. */
export function cellCountError(people: number, rows: number): number {
  return Math.sqrt(cellVariance(people, rows)) * peoplePerCell(people, rows);
}

/** Numbers of people of two sets, and of both together. */
export interface TwoSets {
  readonly first: number;
  readonly second: number;
  readonly union: number;
}

/**
 * The standard error, in people, of the people in both sets, computed from the cells of two sets and of their union by
 * inclusion and exclusion.
 */
export function sharedCellError({ first, second, union }: TwoSets, rows: number): number {
  const [ofFirst, ofSecond, ofUnion] = [first, second, union].map((people) => peoplePerCell(people, rows)) as [
    number,
    number,
    number,
  ];
  let variance = 0;
  for (let column = 0; column < maxColumns; column++) {
    const unsetFor = (people: number) => Math.exp((-people * shareOf(column)) / rows);
    const [a, b, both] = [unsetFor(first), unsetFor(second), unsetFor(union)];
    // A cell set in one of them is set in the union, too.
    variance +=
      ofFirst ** 2 * a * (1 - a) +
      ofSecond ** 2 * b * (1 - b) +
      ofUnion ** 2 * both * (1 - both) +
      2 * ofFirst * ofSecond * (both - a * b) -
      2 * ofUnion * both * (ofFirst * (1 - a) + ofSecond * (1 - b));
  }
  return Math.sqrt(Math.max(0, rows * variance - Math.max(0, first + second - union)));
}
