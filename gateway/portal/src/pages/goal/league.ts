import type { Progress } from '../../hub/progress.js';
import { plain } from '../../language/plain.js';

/** A row of the table of communes. */
export interface Row {
  readonly rank: { readonly overall: number } | null;
  readonly node: Progress & {
    readonly communeCode: string;
    readonly commune: {
      readonly name: string;
      readonly type: string;
      readonly area: string | null;
      readonly predecessors: readonly { readonly name: string }[];
    };
  };
}

/** What a column is ordered by. */
export const columns = {
  rank: ({ rank }: Row) => rank?.overall ?? null,
  name: ({ node }: Row) => node.commune.name,
  type: ({ node }: Row) => node.commune.type,
  area: ({ node }: Row) => node.commune.area,
  ratio: ({ node }: Row) => node.ratio,
  people: ({ node }: Row) => node.people?.estimate ?? node.people?.lower ?? null,
  gapPeople: ({ node }: Row) => node.gapPeople,
  gapPoints: ({ node }: Row) => node.gapPoints,
  status: ({ node }: Row) => node.status,
} as const satisfies Record<string, (row: Row) => string | number | null>;

/** A column that the table can be ordered by. */
export type Column = keyof typeof columns;

/** How the files of this table name an order, where they know it. */
const graphOrder: Partial<Record<Column, string>> = {
  rank: 'RATIO',
  ratio: 'RATIO',
  people: 'PEOPLE',
  gapPeople: 'GAP_PEOPLE',
  gapPoints: 'GAP_POINTS',
  name: 'NAME',
};

/** What a person chose of the table. */
export interface Choice {
  readonly column: Column;
  readonly descending: boolean;
  readonly type: string;
  readonly area: string;
  readonly status: string;
  readonly name: string;
}

/** Reads the choice from an address's state; what it does not know stands as if it were not there. */
export function readChoice(state: Readonly<Record<string, string>>): Choice {
  const { sort = '', dir = '', type = '', area = '', status = '', name = '' } = state;
  return { column: isColumn(sort) ? sort : 'rank', descending: dir === 'desc', type, area, status, name };
}

function isColumn(text: string): text is Column {
  return Object.hasOwn(columns, text);
}

/** The rows that a choice leaves, in its order; rows without a figure come last, whichever way it runs. */
export function choose(rows: readonly Row[], choice: Choice): readonly Row[] {
  const sought = plain(choice.name.trim());
  const left = rows.filter(
    ({ node: { commune, status, communeCode } }) =>
      (choice.type === '' || commune.type === choice.type) &&
      (choice.area === '' || commune.area === choice.area) &&
      (choice.status === '' || status === choice.status) &&
      (sought === '' ||
        communeCode.startsWith(sought) ||
        [commune, ...commune.predecessors].some(({ name }) => plain(name).includes(sought))),
  );
  const read = columns[choice.column];
  const sign = choice.descending ? -1 : 1;
  return left.toSorted((one, other) => compare(read(one), read(other), sign));
}

/** What a file of this table is asked with, for the same choice. */
export function fileParameters(goal: string, period: string, choice: Choice): Readonly<Record<string, string>> {
  const { column, descending, type, area, status, name } = choice;
  // The first in rank has the largest share.
  const direction = (column === 'rank') === descending ? 'ASC' : 'DESC';
  return { goal, period, type, area, status, search: name.trim(), order: graphOrder[column] ?? 'RATIO', direction };
}

const byName = new Intl.Collator('vi');

function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'string' || typeof other === 'string') return sign * byName.compare(String(one), String(other));
  return sign * (one - other);
}
