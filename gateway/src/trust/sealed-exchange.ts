import { pipeline, type Readable } from 'node:stream';
import { sealLength } from '@hub/protocol';
import { BrokenSeal, sealing, unsealing } from '@hub/runtime';
import { type Dispatcher, errors, type Pool } from 'undici';
import { openPool, readAtMost, type Tls, TooLarge } from '../connection/pools.js';
import type { Subgraph } from '../connection/subgraph.js';
import { SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import type { SignedRequest, Signer } from './signer.js';

/** The connection data of a subgraph for requests other than GraphQL. */
export interface SealedEndpoint {
  readonly subgraph: Subgraph;
  readonly tls?: Tls | undefined;
  /** Signs requests to the subgraph; undefined if they are not signed. */
  readonly signer: Signer | undefined;
}

/** A streamed body, and its length if known. */
export interface PassedOn {
  readonly stream: Readable;
  readonly length: number | undefined;
}

/** A request to a subgraph. Its body is a buffer, a stream or absent. */
export interface SealedAsk {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** A path and query of the subgraph. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | PassedOn | undefined;
  readonly caller: string | undefined;
  readonly purpose: string | undefined;
  readonly signal: AbortSignal;
}

/** The answer: complete, or a stream that fails at the end if it is not the subgraph's own. */
export interface SealedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | Readable;
}

/** The maximum size of an unsealed answer, in bytes. */
const maxWholeBytes = 16 * 1024 * 1024;

/** The maximum number of parallel exchanges with one subgraph; further ones wait. */
const connections = 32;

/** The time limits of an answer's headers after the body is sent, and of a pause in its body, in milliseconds. */
const headersMs = 900_000;
const bodyMs = 120_000;

/**
 * The time without exchanges after which a subgraph's connections are closed when another subgraph's open, in
 * milliseconds.
 */
const unusedMs = 3_600_000;

/**
 * Exchanges with subgraphs whose bodies are streamed and never held in memory. A body with a known digest is covered by
 * its message's signature, as everywhere; any other body ends in its seal.
 */
export class SealedExchanges {
  /** By subgraph name: a new address or certificate replaces the former pool. */
  readonly #pools = new Map<string, OpenPool>();

  /**
   * Sends a request to a subgraph. A request that changes data gets a fresh session first, so that it does not fail
   * after a restart of the subgraph.
   * @throws SubgraphFault, or the error of a streamed body.
   */
  async ask(endpoint: SealedEndpoint, ask: SealedAsk): Promise<SealedAnswer> {
    const { signer } = endpoint;
    const changes = ask.method !== 'GET';
    if (signer && changes) await signer.agree();
    const { answer, verdict } = await this.#exchange(endpoint, ask);
    if (verdict === 'not executed' ? isKnown(ask.body) : verdict === 'refused' && !changes) {
      const again = await this.#exchange(endpoint, ask);
      if (again.verdict === 'genuine') return again.answer;
    } else if (verdict === 'genuine') return answer;
    throw untrusted(endpoint.subgraph.name, new Error(`HTTP status ${answer.status}: ${verdict}`));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.destroy()));
  }

  async #exchange(endpoint: SealedEndpoint, ask: SealedAsk) {
    const { subgraph, signer } = endpoint;
    const { method, target, body, caller, purpose, signal } = ask;
    const known = Buffer.isBuffer(body) ? body : undefined;
    const { headers: unsigned } = ask;
    const signed = await signer?.signWhenReady({ method, target, headers: unsigned, body: known, caller, purpose });
    const headers = { ...unsigned, ...signed?.headers };
    const passed = known || body === undefined ? undefined : passing(body as PassedOn, signed);
    const length = passed?.length === undefined ? {} : { 'content-length': String(passed.length) };
    const sent: Dispatcher.RequestOptions = {
      ...{ path: target, method, headers: { ...headers, ...length }, signal },
      body: passed?.stream ?? known ?? null,
    };
    const response = await this.#poolOf(endpoint)
      .request(sent)
      .catch((cause: unknown) => {
        // The sender gets the error of a body that broke off or was too large.
        if (passed?.fault !== undefined) throw passed.fault;
        throw faultOf(subgraph, cause);
      });
    return read(response, signed, subgraph.name);
  }

  #poolOf({ subgraph: { name, url }, tls }: SealedEndpoint): Pool {
    const { origin } = new URL(url);
    const open = this.#pools.get(name);
    if (open?.origin === origin && isSameTls(open.tls, tls)) {
      open.usedAt = performance.now();
      return open.pool;
    }
    this.#drop(open && [name, open]);
    for (const one of this.#pools) if (performance.now() - one[1].usedAt > unusedMs) this.#drop(one);
    const pool = openPool(origin, { connections, headersMs, bodyMs, tls });
    this.#pools.set(name, { pool, origin, tls, usedAt: performance.now() });
    return pool;
  }

  /** Opens no more connections of a pool, and closes them after the running exchanges. */
  #drop(one: readonly [string, OpenPool] | undefined): void {
    if (!one) return;
    this.#pools.delete(one[0]);
    one[1].pool.close().catch(() => undefined);
  }
}

/** The connections to one subgraph, and the time of last use. */
interface OpenPool {
  readonly pool: Pool;
  readonly origin: string;
  readonly tls: Tls | undefined;
  usedAt: number;
}

function isSameTls(one: Tls | undefined, other: Tls | undefined): boolean {
  return one?.ca === other?.ca && one?.cert === other?.cert && one?.key === other?.key;
}

/** Whether a body can be sent twice. */
function isKnown(body: SealedAsk['body']): boolean {
  return body === undefined || Buffer.isBuffer(body);
}

/** An outgoing body, with its seal if the request is signed. */
function passing(body: PassedOn, signed: SignedRequest | undefined) {
  if (!signed) return { ...body, fault: undefined as Error | undefined };
  const stream = sealing(signed.openSeals(), 'asked-body');
  const passed = {
    stream,
    length: body.length === undefined ? undefined : body.length + sealLength,
    fault: undefined as Error | undefined,
  };
  pipeline(body.stream, stream, (error) => {
    if (error) passed.fault = error;
  });
  return passed;
}

async function read(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  signed: SignedRequest | undefined,
  name: string,
) {
  if (!signed || headers['content-digest'] !== undefined || status === 401) {
    if (!signed) return { answer: { status, headers, body: body as Readable }, verdict: 'genuine' as const };
    const whole = await readAtMost(body, maxWholeBytes).catch((error: unknown) => {
      throw error instanceof TooLarge ? untrusted(name, error) : faultOf({ name }, error);
    });
    return { answer: { status, headers, body: whole }, verdict: signed.check({ status, headers, body: whole }) };
  }
  const verdict = signed.check({ status, headers, body: undefined });
  if (verdict !== 'genuine') body.destroy();
  const opened = unsealing(signed.openSeals(), 'answered-body');
  pipeline(body, opened, () => undefined);
  return { answer: { status, headers, body: opened as Readable }, verdict };
}

/** The fault of an exchange without an answer. */
function faultOf({ name }: Pick<Subgraph, 'name'>, cause: unknown): SubgraphFault {
  if (cause instanceof SubgraphFault) return cause;
  if (cause instanceof BrokenSeal) return untrusted(name, cause);
  if (cause instanceof errors.HeadersTimeoutError || cause instanceof errors.BodyTimeoutError) {
    return new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer in time.`, { cause });
  }
  return new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause });
}
