import { SubgraphFault } from './subgraph-fault.js';
import { readSubgraphResponse, type SubgraphResponse } from './subgraph-response.js';

/** A subgraph as the gateway reaches it. */
export interface Subgraph {
  /** Its name in the supergraph; in the hub, the organisation's code. */
  readonly name: string;
  readonly url: string;
}

/** A GraphQL request for a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Asks a subgraph, and takes any GraphQL response as its answer, whatever its HTTP status.
 * @param timeoutMs how long the answer may take up to its last byte.
 * @throws SubgraphFault when there is none.
 */
export async function fetchSubgraph(
  { name, url }: Subgraph,
  request: SubgraphRequest,
  { timeoutMs, requestId }: { timeoutMs: number; requestId: string },
): Promise<SubgraphResponse> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, timeoutMs);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'content-type': 'application/json',
        'x-request-id': requestId,
      },
      body: JSON.stringify(request),
      // A request that carries an identity goes where the supergraph says, and nowhere else.
      redirect: 'error',
      signal: abort.signal,
    });
    const response = readSubgraphResponse(await answer.text());
    if (response && (answer.ok || response.errors.length > 0)) return response;
    throw notGraphQL(name, `HTTP status ${answer.status}`);
  } catch (error) {
    if (error instanceof SubgraphFault) throw error;
    throw abort.signal.aborted
      ? new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`, { cause: error })
      : new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The fault of a subgraph whose answer breaks the GraphQL or Federation specification. */
export function notGraphQL(name: string, what: string): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_INVALID_RESPONSE', `${name} gave no valid GraphQL response (${what}).`);
}
