import { badUserInput } from '@hub/protocol';
import { UpstreamFault } from '../upstream/upstream-fault.js';
import type { ApiList } from './declaration.js';
import { mostOfPage, usualOfPage } from './schema-text.js';
import { type ApiObject, filledPath, objectsAt, valueAt } from './values.js';

/** A page of a list, for a connection. */
export interface ApiPage {
  readonly edges: readonly { readonly cursor: string; readonly node: ApiObject }[];
  readonly nodes: readonly ApiObject[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The position of an object: the API's page, by number or cursor, and the index in it. */
interface Position {
  readonly page: number | string;
  readonly index: number;
}

export interface PageAsk {
  readonly first?: number | null;
  readonly after?: string | null;
  /** The values in the path, apart from the page. */
  readonly values: Readonly<Record<string, unknown>>;
}

type Get = (path: string) => Promise<unknown>;

/**
 * Reads a page of a list from as few of the API's pages as possible, and one object more, which shows whether more
 * follow.
 */
export async function readPage(
  { path, items, paging }: ApiList,
  { first, after, values }: PageAsk,
  get: Get,
): Promise<ApiPage> {
  const most = first ?? usualOfPage;
  if (most < 0 || most > mostOfPage) throw badUserInput(`Expected first to be 0 to ${mostOfPage}, but got ${most}.`);
  const begin = after == null ? undefined : readCursor(after, paging.by);
  const found: { cursor: string; node: ApiObject }[] = [];
  let page: number | string | undefined = begin?.page ?? (paging.by === 'cursor' ? '' : 0);
  let from = begin ? begin.index + 1 : 0;
  const size = paging.by === 'none' ? undefined : paging.size;
  while (page !== undefined && found.length <= most) {
    const filled = filledPath(path, { ...values, ...addressOf(paging, page) });
    const answer = await get(filled);
    const objects = objectsAt(answer, items);
    if (size !== undefined && objects.length > size) {
      throw new UpstreamFault('UPSTREAM_INVALID', `expected at most ${size} objects in a page, got ${objects.length}`);
    }
    for (let index = from; index < objects.length && found.length <= most; index++) {
      found.push({ cursor: writeCursor({ page, index }), node: objects[index] as ApiObject });
    }
    page = nextOf(paging, page, { answer, isFull: objects.length === size });
    from = 0;
  }
  const edges = found.slice(0, most);
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: found.length > most,
      hasPreviousPage: begin !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

type Paging = ApiList['paging'];

/** The values in a path for a page of the API. */
function addressOf(paging: Paging, page: number | string): Record<string, unknown> {
  switch (paging.by) {
    case 'page':
      return { page: Number(page) + paging.first, size: paging.size };
    case 'offset':
      return { offset: Number(page) * paging.size, size: paging.size };
    case 'cursor':
      return { cursor: page === '' ? null : page, size: paging.size };
    case 'none':
      return {};
  }
}

/** The API's next page; undefined where this is the last. */
function nextOf(
  paging: Paging,
  page: number | string,
  { answer, isFull }: { readonly answer: unknown; readonly isFull: boolean },
): number | string | undefined {
  if (paging.by === 'none') return undefined;
  if (paging.by !== 'cursor') return isFull ? Number(page) + 1 : undefined;
  const next = valueAt(answer, paging.next);
  if (next === null || next === '') return undefined;
  if (typeof next !== 'string' && typeof next !== 'number') {
    throw new UpstreamFault('UPSTREAM_INVALID', `expected a cursor at ${paging.next}`);
  }
  // A list whose next page is the present one would never end.
  if (String(next) === page) throw new UpstreamFault('UPSTREAM_INVALID', `expected another cursor at ${paging.next}`);
  return String(next);
}

function writeCursor({ page, index }: Position): string {
  return Buffer.from(JSON.stringify([page, index])).toString('base64url');
}

function readCursor(cursor: string, by: Paging['by']): Position {
  try {
    const [page, index] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isPage = by === 'cursor' ? typeof page === 'string' : Number.isSafeInteger(page) && Number(page) >= 0;
    if (isPage && Number.isSafeInteger(index) && Number(index) >= 0)
      return { page: page as string, index: Number(index) };
  } catch {
    // A text that is no cursor is reported below.
  }
  throw badUserInput(`Expected after to be a cursor of this list, but got ${JSON.stringify(cursor.slice(0, 100))}.`);
}
