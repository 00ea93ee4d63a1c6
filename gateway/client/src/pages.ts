import type { Document } from './document.js';
import { FiguresChanged } from './errors.js';
import type { Hub, RequestOptions } from './hub-client.js';

/** A page of a Relay connection, as far as turning pages needs it. */
export interface Connection<Node> {
  readonly nodes?: readonly Node[] | null;
  readonly edges?: readonly { readonly node: Node }[] | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A list that is asked for page by page. The operation has a variable `$after`, for the connection's argument. */
export interface Paged<Result, Variables, Node> extends RequestOptions {
  readonly document: Document<Result, Variables & { readonly after?: string | null }>;
  readonly variables?: Variables;
  /** Where the connection is in an answer; null or undefined: the hub does not know it, or not to this caller. */
  readonly connection: (result: Result) => Connection<Node> | null | undefined;
}

/**
 * Turns the pages of a connection, and gives its nodes one by one. The next page is asked for when the last node of the
 * page before was taken. Figures may change meanwhile: `wholeList` is of one version.
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

/** A whole list, and the version that its figures are of. */
export interface WholeList<Node> {
  readonly nodes: readonly Node[];
  /** While `{ figuresVersion }` answers this, no figure is another. */
  readonly figuresVersion: string | null;
}

/**
 * Gives all nodes of a connection, with figures of one version: where the version changed before the last page was there,
 * it begins again.
 * @param attempts the most times that it begins.
 * @throws FiguresChanged where the version changed each time.
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

/** The version of all figures: while it is the same, no figure is another. */
export async function figuresVersion(hub: Hub, { signal }: RequestOptions = {}): Promise<string | null> {
  const document = 'query FiguresVersion { figuresVersion }';
  const answer = await hub.query<{ figuresVersion: string | null }>(document, undefined, signal && { signal });
  return answer.figuresVersion;
}
