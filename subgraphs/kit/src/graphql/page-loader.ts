import { badUserInput } from '@hub/schema';
import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { defineLoader, type Loader } from '../loader.js';
import { type ConnectionArguments, defaultFirst, type Page, pageSizeOf } from './connection.js';

/** What a connection lists: rows of one entity, each under a parent where it has one, in a fixed total order. */
export interface ConnectionSource {
  readonly entity: EntitySchema;
  /** The column that holds the parent's key; without it the list is the whole table. */
  readonly parentColumn?: string;
  /** Columns (text or date, none null) that order the rows, the last of them unique. */
  readonly orderColumns: readonly [string, ...string[]];
  /** A further SQL condition on the table's columns, with `?` for the values that `filter` gives. */
  readonly where?: string;
}

/** One page to load: of which parent, which values fill the source's condition, which slice. */
export interface PageKey extends Pick<ConnectionArguments, 'first' | 'after'> {
  readonly parent?: string;
  readonly filter?: readonly (string | null)[];
}

/**
 * Loads pages for any number of parents with one statement for each distinct slice, and all of the
 * totals with one more.
 */
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
      const slices = Map.groupBy(keys, ({ first, after, filter }) => JSON.stringify([first, after, filter]));
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
    (key) => JSON.stringify([key.parent, key.first, key.after, key.filter]),
  );
}

interface Row<Node> {
  readonly cursor: string;
  readonly node: Node;
}

function toPage<Node>(
  { first: asked, after }: PageKey,
  rows: readonly Row<Node>[],
  count: () => Promise<number>,
): Page<Node> {
  const first = asked ?? defaultFirst;
  const edges = rows.slice(0, first);
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return count();
    },
  };
}

/** Selects `first + 1` rows of each parent: the extra one tells whether a page follows. */
async function selectRows<Node extends object>(
  em: SqlEntityManager,
  source: ConnectionSource,
  slice: readonly PageKey[],
): Promise<Map<string, Row<Node>[]>> {
  const { after, filter = [] } = slice[0] as PageKey;
  const first = pageSizeOf(slice[0]?.first);
  const { orderColumns, where } = source;
  const position = after ? readCursor(after, orderColumns.length) : [];
  const order = orderColumns.map((column) => `t.${column}`).join(', ');
  const conditions = [
    ...(where ? [where] : []),
    ...(position.length > 0 ? [`(${order}) > (${orderColumns.map(() => '?').join(', ')})`] : []),
  ];
  const rows = await em.execute<({ page_parent: string } & Record<string, unknown>)[]>(
    `${parentsTable()} cross join lateral (
       select * from ${source.entity.meta.tableName} t where ${belongs(source)} ${conditions.map((one) => `and ${one}`).join(' ')}
       order by ${order} limit ?) t
     order by page_parent, ${order}`,
    [parentsOf(slice), ...filter, ...position, first + 1],
  );
  const byParent = new Map<string, Row<Node>[]>();
  for (const { page_parent: parent, ...row } of rows) {
    const cursor = writeCursor(orderColumns.map((column) => row[column]));
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
       select count(*) as count from ${source.entity.meta.tableName} t
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

function readCursor(cursor: string, length: number): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPart = (part: unknown) => typeof part === 'string' && !part.includes('\0');
    if (Array.isArray(position) && position.length === length && position.every(isPart)) return position as string[];
  } catch {
    // Not a cursor: said below.
  }
  throw badUserInput(`Expected after to be a cursor of this list, but got ${JSON.stringify(cursor)}.`);
}
