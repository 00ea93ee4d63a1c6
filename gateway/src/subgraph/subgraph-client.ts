import { type Dispatcher, Pool } from 'undici';
import { SubgraphFault } from './subgraph-fault.js';
import { readSubgraphResponse, type SubgraphResponse } from './subgraph-response.js';

/** A subgraph as the gateway reaches it. */
export interface Subgraph {
  /** Its name in the supergraph; in the hub, the organisation's code. */
  readonly name: string;
  readonly url: string;
}

export interface SubgraphClientOptions {
  /** How long an answer may take up to its last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** How many connections are kept to the subgraph at most. */
  readonly connections?: number;
  /** The most that an answer may measure, in bytes. */
  readonly maxResponseBytes?: number;
  /** Whether equal queries that are asked at the same time go out as one. */
  readonly share?: boolean;
}

/** One request for a subgraph: its body as JSON text, and what is true of the client request that it is for. */
export interface SubgraphAsk {
  readonly body: string;
  readonly requestId: string;
  /** Only a query may be shared, and only between requests of one identity class. Absent: never shared. */
  readonly shareWith?: string | undefined;
}

/** Asks one subgraph, over connections that stay open. */
export interface SubgraphClient {
  readonly subgraph: Subgraph;
  /**
   * Takes any GraphQL response as the answer, whatever its HTTP status. Every caller gets a copy of its own.
   * @throws SubgraphFault when there is none.
   */
  ask(request: SubgraphAsk): Promise<SubgraphResponse>;
  close(): Promise<void>;
}

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Opens a client for a subgraph; nothing is sent yet. */
export function subgraphClient(
  subgraph: Subgraph,
  { timeoutMs, connections = 128, maxResponseBytes = 64 * 1024 * 1024, share = false }: SubgraphClientOptions,
): SubgraphClient {
  const { origin, pathname, search } = new URL(subgraph.url);
  // Its own timeouts are off: one timer holds a fetch from its first byte to its last, however it drips.
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  const inFlight = new Map<string, Promise<HttpAnswer>>();
  const target = { path: pathname + search, method: 'POST' as const };

  const send = ({ body, requestId }: SubgraphAsk) =>
    new Promise<HttpAnswer>((answered, failed) => {
      const fault = (cause: unknown) =>
        new SubgraphFault('SUBGRAPH_UNREACHABLE', `${subgraph.name} cannot be reached.`, { cause });
      let controller: Dispatcher.DispatchController | undefined;
      let settled = false;
      const settle = (error: SubgraphFault) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        failed(error);
        controller?.abort(error);
      };
      const timer = setTimeout(() => {
        settle(new SubgraphFault('SUBGRAPH_TIMEOUT', `${subgraph.name} did not answer within ${timeoutMs} ms.`));
      }, timeoutMs);
      const chunks: Buffer[] = [];
      let status = 0;
      let size = 0;
      const headers = [
        ...['accept', 'application/graphql-response+json, application/json;q=0.9'],
        ...['content-type', 'application/json', 'x-request-id', requestId],
      ];
      pool.dispatch(
        { ...target, headers, body },
        {
          onRequestStart: (started) => {
            controller = started;
            if (settled) started.abort(new Error('the fetch has ended already'));
          },
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
            // A request that carries an identity goes where the supergraph says, and nowhere else.
            if (statusCode >= 300 && statusCode < 400)
              settle(fault(new Error(`a redirect, HTTP status ${statusCode}`)));
          },
          onResponseData: (_controller, chunk) => {
            size += chunk.length;
            if (size > maxResponseBytes) settle(notGraphQL(subgraph.name, `more than ${maxResponseBytes} bytes`));
            else chunks.push(chunk);
          },
          onResponseEnd: () => {
            if (settled) return;
            settled = true;
            clearTimeout(timer);
            const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
            answered({ status, text: bytes?.toString() ?? '' });
          },
          onResponseError: (_controller, error) => {
            settle(fault(error));
          },
        },
      );
    });

  const sendShared = (request: SubgraphAsk): Promise<HttpAnswer> => {
    if (!share || request.shareWith === undefined) return send(request);
    const key = `${request.shareWith}\n${request.body}`;
    const same = inFlight.get(key);
    if (same) return same;
    const answer = send(request).finally(() => inFlight.delete(key));
    inFlight.set(key, answer);
    return answer;
  };

  return {
    subgraph,
    ask: async (request) => {
      const { status, text } = await sendShared(request);
      const response = readSubgraphResponse(text);
      if (response && ((status >= 200 && status < 300) || response.errors.length > 0)) return response;
      throw notGraphQL(subgraph.name, `HTTP status ${status}`);
    },
    close: () => pool.close(),
  };
}

/** The fault of a subgraph whose answer breaks the GraphQL or Federation specification. */
export function notGraphQL(name: string, what: string): SubgraphFault {
  return new SubgraphFault('SUBGRAPH_INVALID_RESPONSE', `${name} gave no valid GraphQL response (${what}).`);
}
