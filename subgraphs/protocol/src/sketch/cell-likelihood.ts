import { maxColumns, shareOf } from './cells.js';
import { cellsOf, cellVariance } from './cell-count.js';

/** From this many people on, the number of set cells counts as normal; for fewer, that of shared cells as Poisson. */
const normalFrom = 400;

/** How many deviations of the number of set cells are added up on each side. */
const deviations = 6;

/** How likely numbers of set cells are, of which a noise is part, for numbers of people: up to a factor that all have. */
export type CellLikelihood = (people: number) => number;

/** How many cells so many people set, and with what probability: some that follow each other, from `first` on. */
interface SetCells {
  readonly first: number;
  readonly chances: readonly number[];
}

/** Each person sets a cell; some share one. */
function setByFew(people: number, rows: number): SetCells {
  let expected = 0;
  for (let column = 0; column < maxColumns; column++)
    expected -= Math.expm1(people * Math.log1p(-shareOf(column) / rows));
  const shared = Math.max(0, people - rows * expected);
  const chances: number[] = [];
  let chance = Math.exp(-shared);
  const most = Math.min(people, Math.ceil(shared + deviations * Math.sqrt(shared) + deviations));
  for (let sharing = 0; sharing <= most; sharing++) {
    chances.push(chance);
    chance *= shared / (sharing + 1);
  }
  return { first: people - most, chances: chances.reverse() };
}

function setByMany(people: number, rows: number): SetCells {
  const expected = cellsOf(people, rows);
  const variance = Math.max(0.25, cellVariance(people, rows));
  const reach = Math.ceil(deviations * Math.sqrt(variance));
  const first = Math.max(0, Math.round(expected) - reach);
  const chances: number[] = [];
  for (let cells = first; cells <= expected + reach; cells++) {
    chances.push(Math.exp(-((cells - expected) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance));
  }
  return { first, chances };
}

/**
 * How likely a number of set cells is for numbers of people, where a two-sided geometric noise is part of it: the noise's
 * chance, added up over how many cells the people may have set.
 * @param cells may be negative.
 * @param near a number of people to which likelihoods are relative, so that a distant number of cells does not
 * underflow.
 */
export function cellLikelihood(
  cells: number,
  epsilon: number,
  { rows, near }: { readonly rows: number; readonly near: number },
): CellLikelihood {
  const least = Math.max(0, Math.abs(cells - cellsOf(near, rows)) - 1);
  return (people) => {
    const { first, chances } = people < normalFrom ? setByFew(people, rows) : setByMany(people, rows);
    return chances.reduce(
      (sum, chance, index) => sum + chance * Math.exp(-epsilon * (Math.abs(cells - first - index) - least)),
      0,
    );
  };
}
