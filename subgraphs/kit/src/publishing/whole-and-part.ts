import { peopleCount, type PeopleCount } from './people-count.js';
import { type Suppressed, suppressedCells } from './suppression.js';

/** Distinct people of one cell and those of them of whom something holds, such as who took a course and who passed. */
export interface WholeAndPart {
  readonly whole: number;
  readonly part: number;
}

/** What may be said of a cell. */
export interface PublishedWholeAndPart {
  readonly whole: PeopleCount;
  readonly part: PeopleCount;
}

/** What may be said of the cells of a table, and of their total. */
export interface PublishedTable {
  readonly cells: ReadonlyMap<string, PublishedWholeAndPart>;
  readonly total: PublishedWholeAndPart;
}

const nobody: WholeAndPart = { whole: 0, part: 0 };

/**
 * One cell by itself. The others of the whole are the difference of the two numbers, so the part is told only where
 * their number may be published, too.
 * @param withheld for other cells' sake.
 */
export function publishedCell(
  { whole, part }: WholeAndPart,
  withheld: { readonly whole: boolean; readonly part: boolean } = { whole: false, part: false },
): PublishedWholeAndPart {
  const fewOthers = peopleCount(whole - part).suppressed;
  return { whole: peopleCount(whole, withheld.whole), part: peopleCount(part, withheld.part || fewOthers) };
}

/** What is said of a cell without people. */
export const nobodyPublished: PublishedWholeAndPart = publishedCell(nobody);

/**
 * The cells of a table whose total is known: no subtraction tells how few a cell's whole, part or others are.
 * @param total counted by itself where someone may be in two cells; leave it out where nobody shows it.
 */
export function publishedTable(cells: ReadonlyMap<string, WholeAndPart>, total: WholeAndPart = nobody): PublishedTable {
  const withheldBy = (people: (cell: WholeAndPart) => number) =>
    suppressedCells(new Map([...cells].map(([key, cell]) => [key, people(cell)])));
  const wholes = withheldBy(({ whole }) => whole);
  const tables = [wholes, withheldBy(({ part }) => part), withheldBy(({ whole, part }) => whole - part)];
  const published = (cell: WholeAndPart, isIn: (suppressed: Suppressed) => boolean) =>
    publishedCell(cell, { whole: isIn(wholes), part: tables.some(isIn) });
  return {
    cells: new Map([...cells].map(([key, cell]) => [key, published(cell, (suppressed) => suppressed.cells.has(key))])),
    total: published(total, (suppressed) => suppressed.total),
  };
}
