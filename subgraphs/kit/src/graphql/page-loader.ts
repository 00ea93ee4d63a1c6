import { badUserInput } from '@hub/protocol';
import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { defineLoader, type Loader } from './loader.js';
import { type ConnectionArguments, defaultFirst, type Page, pageSizeOf } from './connection.js';

/** The list of a connection: rows of one entity, each under a parent if it has one, in a fixed total order. */
export interface ConnectionSource {
  readonly entity: EntitySchema;
  /** A view to read instead of the entity's table: it has all columns of the table, and more. */
  readonly table?: string;
  /** The column with the parent's key; without it, the list is the whole table. */
  readonly parentColumn?: string;
  /** Columns (text, date or number, none null) that order the rows, the last of them unique. */
  readonly orderColumns: readonly [string, ...string[]];
  /** Whether the order is reversed. */
  readonly descending?: boolean;
  /** A further SQL condition on the table's columns, with `?` for the values of `filter`. */
  readonly where?: string;
}

/** One page to load: its parent, the values of the source's condition, and its slice. */
export interface PageKey extends Pick<ConnectionArguments, 'first' | 'after' | 'last' | 'before'> {
  readonly parent?: string;
  readonly filter?: readonly (string | null)[];
}

/** Loads pages of any number of parents with one statement for each distinct slice, and all totals with one more. */
export function pageLoader<Node extends object>(source: ConnectionSource): Loader<PageKey, Page<Node>> {
  const totals = defineLoader<PageKey, number>(
    async (keys, em) => {
      const bySlice = Map.groupBy(keys, (key) => JSON.stringify(key.filter ?? []));
      const counts = new Map<string, number>();
      for (const [filterText, group] of bySlice) {
        for (const { parent, count } of await countRows(em, source, group[0]?.filter ?? [], group)) {
          counts.set(`${filterText} ${parent}`, count);
        }
      }
      return keys.map((key) => counts.get(`${JSON.stringify(key.filter ?? [])} ${key.parent ?? ''}`) ?? 0);
    },
    (key) => JSON.stringify([key.parent, key.filter]),
  );

  return defineLoader<PageKey, Page<Node>>(
    async (keys, em, context) => {
      const pages = new Map<PageKey, Page<Node>>();
      const slices = Map.groupBy(keys, ({ first, after, last, before, filter }) =>
        JSON.stringify([first, after, last, before, filter]),
      );
      for (const slice of slices.values()) {
        const byParent = await selectRows<Node>(em, source, slice);
        for (const key of slice) {
          const rows = byParent.get(key.parent ?? '') ?? [];
          pages.set(
            key,
            toPage(key, rows, () => totals(context).load(key)),
          );
        }
      }
      return keys.map((key) => pages.get(key) as Page<Node>);
    },
    (key) => JSON.stringify([key.parent, key.first, key.after, key.last, key.before, key.filter]),
  );
}

interface Row<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** @param rows in the order of reading: from the end with `last`. */
function toPage<Node>(
  { first, after, last, before }: PageKey,
  rows: readonly Row<Node>[],
  count: () => Promise<number>,
): Page<Node> {
  const size = last ?? first ?? defaultFirst;
  const isBackwards = last != null;
  const read = rows.slice(0, size);
  const edges = isBackwards ? read.toReversed() : read;
  const isCut = rows.length > size;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: isBackwards ? Boolean(before) : isCut,
      hasPreviousPage: isBackwards ? isCut : Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return count();
    },
  };
}

/** Selects one more row of each parent than a page has, which shows whether there are more. */
async function selectRows<Node extends object>(
  em: SqlEntityManager,
  source: ConnectionSource,
  slice: readonly PageKey[],
): Promise<Map<string, Row<Node>[]>> {
  const { first: asked, after, last, before, filter = [] } = slice[0] as PageKey;
  const size = last == null ? pageSizeOf(asked) : pageSizeOf(last, 'last');
  const { orderColumns, where, descending = false } = source;
  const place = orderColumns.map((column) => `t.${column}`).join(', ');
  // Backwards, the rows are read from the end.
  const isDown = descending !== (last != null);
  const order = isDown ? orderColumns.map((column) => `t.${column} desc`).join(', ') : place;
  const bounds = [
    ...(after ? [{ position: readCursor(em, after, source, 'after'), sign: descending ? '<' : '>' }] : []),
    ...(before ? [{ position: readCursor(em, before, source, 'before'), sign: descending ? '>' : '<' }] : []),
  ];
  const conditions = [
    ...(where ? [where] : []),
    ...bounds.map(({ sign }) => `(${place}) ${sign} (${orderColumns.map(() => '?').join(', ')})`),
  ];
  const rows = await em.execute<({ page_parent: string } & Record<string, unknown>)[]>(
    `${parentsTable()} cross join lateral (
       select * from ${source.table ?? source.entity.meta.tableName} t where ${belongs(source)} ${conditions.map((one) => `and ${one}`).join(' ')}
       order by ${order} limit ?) t
     order by page_parent, ${order}`,
    [parentsOf(slice), ...filter, ...bounds.flatMap(({ position }) => position), size + 1],
  );
  const byParent = new Map<string, Row<Node>[]>();
  const numbers = numbersIn(em, source);
  for (const { page_parent: parent, ...row } of rows) {
    // PostgreSQL's driver returns a `bigint` as a text.
    const cursor = writeCursor(orderColumns.map((column) => (numbers.has(column) ? Number(row[column]) : row[column])));
    const node = em.map(source.entity, row) as Node;
    byParent.set(parent, [...(byParent.get(parent) ?? []), { cursor, node }]);
  }
  return byParent;
}

async function countRows(
  em: SqlEntityManager,
  source: ConnectionSource,
  filter: readonly (string | null)[],
  keys: readonly PageKey[],
): Promise<{ parent: string; count: number }[]> {
  return em.execute(
    `${parentsTable('parent.key as parent, t.count::int as count')} cross join lateral (
       select count(*) as count from ${source.table ?? source.entity.meta.tableName} t
       where ${belongs(source)} ${source.where ? `and ${source.where}` : ''}) t`,
    [parentsOf(keys), ...filter],
  );
}

function parentsTable(columns = 'parent.key as page_parent, t.*'): string {
  return `select ${columns} from (select distinct value as key from json_array_elements_text(?::json)) parent`;
}

function parentsOf(keys: readonly PageKey[]): string {
  return JSON.stringify(keys.map(({ parent }) => parent ?? ''));
}

function belongs({ parentColumn }: ConnectionSource): string {
  return parentColumn ? `t.${parentColumn} = parent.key` : 'true';
}

function writeCursor(position: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The columns of a source that hold numbers. */
function numbersIn(em: SqlEntityManager, { entity }: ConnectionSource): ReadonlySet<string> {
  return new Set(
    Object.values(em.getMetadata(entity).properties)
      .filter(({ runtimeType }) => runtimeType === 'number')
      .flatMap(({ fieldNames }) => fieldNames),
  );
}

/** Reads a cursor: the values of a row's sorting columns, numbers for columns of numbers, texts for others. */
function readCursor(
  em: SqlEntityManager,
  cursor: string,
  source: ConnectionSource,
  argument: 'after' | 'before',
): (string | number)[] {
  const { orderColumns } = source;
  const numbers = numbersIn(em, source);
  const isPart = (part: unknown, index: number) =>
    numbers.has(orderColumns[index] ?? '') ? Number.isFinite(part) : typeof part === 'string' && !part.includes('\0');
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position) && position.length === orderColumns.length && position.every(isPart))
      return position as (string | number)[];
  } catch {
    // A text that is no cursor is reported below.
  }
  throw badUserInput(`Expected ${argument} to be a cursor of this list, but got ${JSON.stringify(cursor)}.`);
}
