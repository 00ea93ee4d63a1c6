import type { Document } from './document.js';
import { FiguresChanged } from './errors.js';
import type { Hub, RequestOptions } from './hub-client.js';

/** The parts of a Relay connection that paging needs. */
export interface Connection<Node> {
  readonly nodes?: readonly Node[] | null;
  readonly edges?: readonly { readonly node: Node }[] | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A list to read page by page. The operation has a variable `$after`, for the connection's argument. */
export interface Paged<Result, Variables, Node> extends RequestOptions {
  readonly document: Document<Result, Variables & { readonly after?: string | null }>;
  readonly variables?: Variables;
  /** The connection in a result; null or undefined if the hub does not know it, or if this caller may not read it. */
  readonly connection: (result: Result) => Connection<Node> | null | undefined;
}

/**
 * Reads a connection page by page and yields its nodes. The next page is requested after the last node of the page
 * before. Figures may change between pages; `wholeList` reads one version.
 * @throws HubError on an error in any page.
 */
export async function* pages<Result, Variables extends object, Node>(
  hub: Hub,
  { document, variables, connection, ...options }: Paged<Result, Variables, Node>,
): AsyncGenerator<Node, void> {
  let after: string | null = null;
  for (;;) {
    const result: Result = await hub.query(document, { ...(variables as Variables), after }, options);
    const page = connection(result);
    if (!page) throw new TypeError('Expected a connection in the answer, got null: it has no pages to turn.');
    yield* page.nodes ?? (page.edges ?? []).map(({ node }) => node);
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return;
    if (endCursor == null || endCursor === after)
      throw new TypeError('Expected pageInfo { hasNextPage endCursor }, with another cursor for each page.');
    after = endCursor;
  }
}

/** A whole list, with the version of its figures. */
export interface WholeList<Node> {
  readonly nodes: readonly Node[];
  /** As long as `{ figuresVersion }` returns this version, no figure has changed. */
  readonly figuresVersion: string | null;
}

/**
 * Reads all nodes of a connection with figures of one version. Starts again if the version changed before the last page
 * arrived.
 * @param attempts the largest number of starts.
 * @throws FiguresChanged if the version changed in each attempt.
 */
export async function wholeList<Result, Variables extends object, Node>(
  hub: Hub,
  paged: Paged<Result, Variables, Node>,
  attempts = 3,
): Promise<WholeList<Node>> {
  let version = await figuresVersion(hub, paged);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const nodes: Node[] = [];
    for await (const node of pages(hub, paged)) nodes.push(node);
    const now = await figuresVersion(hub, paged);
    if (now === version) return { nodes, figuresVersion: version };
    version = now;
  }
  throw new FiguresChanged(`The figures changed while the list was asked for, ${attempts} times.`);
}

/** The version of all figures. While two reads return the same version, no figure has changed. */
export async function figuresVersion(hub: Hub, { signal }: RequestOptions = {}): Promise<string | null> {
  const document = 'query FiguresVersion { figuresVersion }';
  const answer = await hub.query<{ figuresVersion: string | null }>(document, undefined, signal && { signal });
  return answer.figuresVersion;
}
