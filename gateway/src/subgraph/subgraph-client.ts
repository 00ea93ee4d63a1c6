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
  const headers = [
    ...['accept', 'application/graphql-response+json, application/json;q=0.9'],
    ...['content-type', 'application/json', 'x-request-id'],
  ];
  const target = { path: pathname + search, method: 'POST' as const };

  const send = ({ body, requestId }: SubgraphAsk) =>
    new Promise<HttpAnswer>((answered, failed) => {
      const fetch = new Fetch(answered, failed, { name: subgraph.name, timeoutMs, maxResponseBytes });
      pool.dispatch({ ...target, headers: [...headers, requestId], body }, fetch);
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

interface FetchLimits {
  readonly name: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** One request on its way, as undici tells of it. */
class Fetch implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #size = 0;

  constructor(
    private readonly answered: (answer: HttpAnswer) => void,
    private readonly failed: (fault: SubgraphFault) => void,
    private readonly limits: FetchLimits,
  ) {
    this.#timer = setTimeout(giveUp, limits.timeoutMs, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('the fetch has ended already'));
  }

  onResponseStart(_controller: unknown, status: number): void {
    this.#status = status;
    // A request that carries an identity goes where the supergraph says, and nowhere else.
    if (status >= 300 && status < 400) this.fail(this.#unreachable(new Error(`a redirect, HTTP status ${status}`)));
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    const { name, maxResponseBytes } = this.limits;
    this.#size += chunk.length;
    if (this.#size > maxResponseBytes) this.fail(notGraphQL(name, `more than ${maxResponseBytes} bytes`));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#size);
    this.answered({ status: this.#status, text: bytes?.toString() ?? '' });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(this.#unreachable(error));
  }

  timeOut(): void {
    const { name, timeoutMs } = this.limits;
    this.fail(new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`));
  }

  fail(fault: SubgraphFault): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.failed(fault);
    this.#controller?.abort(fault);
  }

  #unreachable(cause: Error): SubgraphFault {
    return new SubgraphFault('SUBGRAPH_UNREACHABLE', `${this.limits.name} cannot be reached.`, { cause });
  }
}

function giveUp(fetch: Fetch): void {
  fetch.timeOut();
}
