import type { Progress, Rank } from '../../hub/progress.js';
import type { Break } from '../../hub/source.js';
import { paced } from '../../parts/once-over.js';
import { plain } from '../../language/plain.js';
import { soughtIn } from '../../language/seek.js';
import type { RankOrder } from '../../parts/open-says-who.js';

/** A row of the table of communes. */
export interface Row {
  readonly rank: Rank | null;
  readonly node: Progress & {
    readonly communeCode: string;
    readonly change: {
      readonly people: number | null;
      readonly points: number | null;
      readonly breaks: readonly Break[];
    } | null;
    readonly commune: {
      readonly name: string;
      readonly type: string;
      readonly area: string | null;
      readonly predecessors: readonly Former[];
    };
  };
}

/** Sort value of each column. */
export const columns = {
  // Several communes may share a range of ranks, so the share decides, highest first.
  rank: ({ node }: Row) => (node.ratio === null ? null : -node.ratio),
  name: ({ node }: Row) => node.commune.name,
  type: ({ node, rank }: Row) => within(node.commune.type, rank?.withinType),
  area: ({ node, rank }: Row) => within(node.commune.area, rank?.withinArea),
  ratio: ({ node }: Row) => node.ratio,
  change: ({ node }: Row) => node.change?.people ?? null,
  people: ({ node }: Row) => node.people?.estimate ?? node.people?.lower ?? null,
  gapPeople: ({ node }: Row) => node.gapPeople,
  gapPoints: ({ node }: Row) => node.gapPoints,
  status: ({ node }: Row) => node.status,
} as const satisfies Record<string, (row: Row) => string | number | null>;

/** Sort value for a kind and the rank within this kind. */
function within(kind: string | null, rank: number | undefined): string | null {
  return kind && `${kind} ${String(rank ?? 9999).padStart(4, '0')}`;
}

/** A column that sorts the table. */
export type Column = keyof typeof columns;

/** The table file's name for a sort order, if it has one. */
const graphOrder: Partial<Record<Column, string>> = {
  rank: 'RATIO',
  ratio: 'RATIO',
  people: 'PEOPLE',
  change: 'CHANGE',
  gapPeople: 'GAP_PEOPLE',
  gapPoints: 'GAP_POINTS',
  name: 'NAME',
};

/** The value that ranks communes when a column orders them; the share for a column without ranks. */
export function rankOrderOf(column: Column): RankOrder {
  const order = graphOrder[column];
  return order === 'PEOPLE' || order === 'GAP_PEOPLE' || order === 'GAP_POINTS' ? order : 'RATIO';
}

/** A person's filter and order of the table. */
export interface Choice {
  readonly column: Column;
  readonly descending: boolean;
  readonly type: string;
  readonly area: string;
  readonly status: string;
  readonly name: string;
}

/** Reads the choice from an address's state; unknown values are ignored. */
export function readChoice(state: Readonly<Record<string, string>>): Choice {
  const { sort = '', dir = '', type = '', area = '', status = '', name = '' } = state;
  return { column: isColumn(sort) ? sort : 'rank', descending: dir === 'desc', type, area, status, name };
}

function isColumn(text: string): text is Column {
  return Object.hasOwn(columns, text);
}

/** A former unit and its parent, such as a district. */
export interface Former {
  readonly name: string;
  readonly parent: { readonly name: string } | null;
}

interface Named {
  readonly name: string;
  readonly predecessors: readonly Former[];
}

const plainNames = new WeakMap<Named, readonly string[]>();

/** Search names of a commune, without diacritics: its name, its former units and their districts. */
export function namesOf(commune: Named): readonly string[] {
  const known = plainNames.get(commune);
  if (known) return known;
  const former = commune.predecessors.flatMap(({ name, parent }) => (parent ? [name, parent.name] : [name]));
  const names = [...new Set([commune.name, ...former])].map(plain);
  plainNames.set(commune, names);
  return names;
}

/** The rows of a choice in its order; rows without a figure are last in both directions. */
export function choose(rows: readonly Row[], choice: Choice): readonly Row[] {
  const sought = soughtIn(choice.name);
  const isFound = ({ node: { commune, communeCode } }: Row): boolean =>
    communeCode.startsWith(sought) || namesOf(commune).some((name) => name.includes(sought));
  const left = rows.filter(
    (row) =>
      (choice.type === '' || row.node.commune.type === choice.type) &&
      (choice.area === '' || row.node.commune.area === choice.area) &&
      (choice.status === '' || row.node.status === choice.status) &&
      (sought === '' || isFound(row)),
  );
  const read = columns[choice.column];
  const sign = choice.descending ? -1 : 1;
  return left.toSorted((one, other) => compare(read(one), read(other), sign));
}

/** Parameters of the table file for the same choice. */
export function fileParameters(goal: string, period: string, choice: Choice): Readonly<Record<string, string>> {
  const { column, descending, type, area, status, name } = choice;
  // Rank 1 has the largest share.
  const direction = (column === 'rank') === descending ? 'ASC' : 'DESC';
  // After a deadline, one verdict stands for all statuses that compare with the pace.
  const statuses = status === 'NOT_REACHED' ? paced.join(',') : status;
  return {
    goal,
    period,
    type,
    area,
    status: statuses,
    search: soughtIn(name),
    order: graphOrder[column] ?? 'RATIO',
    direction,
  };
}

const byName = new Intl.Collator('vi');

function compare(one: string | number | null, other: string | number | null, sign: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'string' || typeof other === 'string') return sign * byName.compare(String(one), String(other));
  return sign * (one - other);
}
