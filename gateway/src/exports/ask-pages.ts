import type { GraphQLResponse } from '../graphql/graphql-response.js';
import { HttpError } from '../http/http-error.js';
import { LimitExceeded } from '../errors/limit-exceeded.js';
import type { Caller } from '../request/caller.js';
import { answerFault, nothingFound } from './answer-fault.js';
import { ErrorPlaces, Path, rootRow } from './table/path.js';
import type { Page } from './content/file-content.js';
import { pagePrice } from './content/page-price.js';
import type { FileRequest } from './content/read-address.js';
import { operationName } from './table/table.js';

/**
 * Runs one of the table's operations, with the variables that it declares.
 * @param besides the additional price of making a page, 0 by default.
 */
export type Ask = (
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  besides?: number,
) => Promise<GraphQLResponse>;

export interface PagesOptions {
  readonly request: FileRequest;
  readonly ask: Ask;
  readonly caller: Caller;
  /** The largest number of rows in one file for the caller. */
  readonly maxRows: number;
  /** The earlier answer of the table's version operation; undefined if the table has none. */
  readonly version: string | undefined;
}

/**
 * Fetches a table's rows, page by page.
 * @throws HttpError if a page is unavailable, or if the figures changed meanwhile, which is only known at the end.
 * @throws LimitExceeded `EXPORT_ROWS`
 */
export async function* askPages(options: PagesOptions): AsyncGenerator<Page, undefined, undefined> {
  const { request, ask, maxRows, version } = options;
  const { table, operation, variables, columns } = request;
  const { pages, pageSize } = table.mapping;
  let [first, after, count]: [number, string | null, number] = [pageSize, null, 0];
  for (;;) {
    const response = await ask(operation, { ...variables, first, after }, pagePrice(first, columns.length));
    if (isTooCostly(response) && pages !== undefined && first > 1) {
      first = Math.ceil(first / 2);
      continue;
    }
    const page = pageOf(response, options);
    count += page.rows.length;
    const info = pages === undefined ? undefined : pageInfo(response, pages);
    const total = info?.total ?? count;
    if (Math.max(count, total) > maxRows) throw new LimitExceeded('EXPORT_ROWS', maxRows, total);
    yield page;
    if (!info?.next) break;
    // A connection that returns the same cursor would never end.
    if (info.next === after) throw new HttpError(502, 'SUBGRAPH_INVALID_RESPONSE', 'Expected pages that go on.');
    after = info.next;
  }
  if (version === undefined || after === null) return;
  const now = await askVersion(request, ask);
  if (now !== undefined && now !== version) throw changedMeanwhile();
}

/**
 * The present answer of the table's version operation, as text; undefined if the table has none, or the answer has
 * errors.
 */
export async function askVersion({ table, variables }: FileRequest, ask: Ask): Promise<string | undefined> {
  const name = operationName(table.name, 'Version');
  if (!table.operations.has(name)) return undefined;
  const { data, errors } = await ask(name, variables);
  return data === undefined || errors?.length ? undefined : JSON.stringify(data);
}

function pageOf(response: GraphQLResponse, { request, caller }: PagesOptions): Page {
  const { data, errors = [] } = response;
  if (data === undefined || data === null) throw answerFault(response, caller);
  const places = new ErrorPlaces(errors);
  const path = new Path(request.table.mapping.rows);
  const root = rootRow(data);
  const rows = path.rows(root);
  if (rows) return { rows, errors: places };
  const code = path.codeOfNoRows(root, places);
  throw code === undefined ? nothingFound() : answerFault(response, caller, code);
}

function isTooCostly({ data, errors }: GraphQLResponse): boolean {
  const extensions = errors?.[0]?.extensions;
  return data === undefined && extensions?.['limit'] === 'COST' && extensions['retryAfterSeconds'] === undefined;
}

function pageInfo({ data }: GraphQLResponse, pages: string): { next: string | undefined; total: number | undefined } {
  const read = (path: string) => new Path(`${pages}.${path}`).find(rootRow(data), new ErrorPlaces([])).value;
  const [more, cursor, total] = [read('pageInfo.hasNextPage'), read('pageInfo.endCursor'), read('totalCount')];
  return {
    next: more === true && typeof cursor === 'string' ? cursor : undefined,
    total: typeof total === 'number' ? total : undefined,
  };
}

function changedMeanwhile(): HttpError {
  return new HttpError(503, 'CHANGED_MEANWHILE', 'The figures changed while the file was made. Ask for it again.', {
    'retry-after': '1',
  });
}
