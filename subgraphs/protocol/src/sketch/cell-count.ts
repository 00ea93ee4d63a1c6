import { maxColumns, shareOf } from './cells.js';

/**
 * How many people a sketch has, told by how many of its cells are set and by nothing else. One person more sets one more
 * cell or none, whatever the others have set: so noise on this one number hides a person from all who gave sketches, which
 * the most likely number of `estimatePeople` allows no noise to do. Its error is 0.69 / sqrt(rows), in place of 0.65.
 */

/** How many cells so many people are expected to set, the cells taken to be independent. */
function expectedCells(people: number, rows: number): number {
  let unset = 0;
  for (let column = 0; column < maxColumns; column++) unset += Math.expm1((-people * shareOf(column)) / rows);
  return -rows * unset;
}

/** How many cells one person more is expected to set. */
function cellsPerPerson(people: number, rows: number): number {
  let cells = 0;
  for (let column = 0; column < maxColumns; column++) {
    const share = shareOf(column);
    cells += share * Math.exp((-people * share) / rows);
  }
  return cells;
}

/** How many people one cell stands for, where so many are in a sketch. */
export function peoplePerCell(people: number, rows: number): number {
  return 1 / cellsPerPerson(people, rows);
}

/** The number of people from whom so many cells are expected to be set; cells may be a fraction, and noise may have made them fewer than none. */
export function peopleOfCells(cells: number, rows: number): number {
  if (cells <= 0) return 0;
  // More than this no honest sketch has: nearly all cells of the last column but one are unset.
  const most = Math.min(cells, expectedCells(rows * 2 ** 28, rows));
  let people = 0;
  // The expected number is concave: Newton's steps from below stay below.
  for (let step = 0; step < 200; step++) {
    const more = (most - expectedCells(people, rows)) / cellsPerPerson(people, rows);
    people += more;
    if (more <= 1e-9 * people) break;
  }
  return people;
}

/**
 * The standard error, in people, of the number that the cells of so many people tell. The number is fixed and no Poisson
 * one, so its own variance goes off.
 */
export function cellCountError(people: number, rows: number): number {
  let variance = 0;
  for (let column = 0; column < maxColumns; column++) {
    const unset = Math.exp((-people * shareOf(column)) / rows);
    variance += unset * (1 - unset);
  }
  return Math.sqrt(Math.max(0, rows * variance * peoplePerCell(people, rows) ** 2 - people));
}

/** Numbers of people of two sets, and of both together. */
export interface TwoSets {
  readonly first: number;
  readonly second: number;
  readonly union: number;
}

/** The standard error, in people, of what the cells of two sets and of their union say by inclusion and exclusion of whom they share. */
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
    // A cell that one of them sets is set in the union, too.
    variance +=
      ofFirst ** 2 * a * (1 - a) +
      ofSecond ** 2 * b * (1 - b) +
      ofUnion ** 2 * both * (1 - both) +
      2 * ofFirst * ofSecond * (both - a * b) -
      2 * ofUnion * both * (ofFirst * (1 - a) + ofSecond * (1 - b));
  }
  return Math.sqrt(Math.max(0, rows * variance - Math.max(0, first + second - union)));
}
