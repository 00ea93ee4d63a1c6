import { lookupElsewhere } from '@hub/runtime';
import { Pool } from 'undici';
import { UpstreamFault } from './upstream-fault.js';

/** The options of requests to a system. */
export interface BoundedPoolOptions {
  readonly origin: string;
  /** The time limit until the end of an answer, in milliseconds. */
  readonly withinMs: number;
  readonly mostBytes: number;
  /** The most connections. */
  readonly connections: number;
}

/** One request. */
export interface BoundedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** An answer: the status, and the JSON as received. */
export interface BoundedAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const jsonType = /^application\/([\w.-]+\+)?json\b/i;

/**
 * Requests JSON from one system, on persistent connections with one request at a time on each. It follows no redirect,
 * and reads an answer up to the size limit.
 */
export class BoundedPool {
  readonly #pool: Pool;

  constructor(private readonly options: BoundedPoolOptions) {
    const { origin, connections, withinMs } = options;
    this.#pool = new Pool(origin, {
      ...{ connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 },
      connect: { timeout: Math.min(withinMs, 5000), lookup: lookupElsewhere },
    });
  }

  /**
   * Sends a request.
   * @param isAnswer whether an HTTP status and a content type are an answer.
   * @throws UpstreamFault
   */
  async ask(request: BoundedRequest, isAnswer: (status: number, type: string) => boolean): Promise<BoundedAnswer> {
    const { withinMs, origin } = this.options;
    const timer = new AbortController();
    const late = setTimeout(() => {
      timer.abort();
    }, withinMs);
    try {
      return await this.#ask(request, isAnswer, timer.signal);
    } catch (error) {
      if (error instanceof UpstreamFault) throw error;
      if (timer.signal.aborted) throw new UpstreamFault('UPSTREAM_TIMEOUT', `expected an answer within ${withinMs} ms`);
      const { code = 'no connection' } = error as NodeJS.ErrnoException;
      throw new UpstreamFault('UPSTREAM_UNREACHABLE', `expected a connection to ${origin}: ${code}`);
    } finally {
      clearTimeout(late);
    }
  }

  async #ask(
    { method, path, headers, body }: BoundedRequest,
    isAnswer: (status: number, type: string) => boolean,
    signal: AbortSignal,
  ): Promise<BoundedAnswer> {
    const { mostBytes } = this.options;
    const answer = await this.#pool.request({ method, path, headers: { ...headers }, body: body ?? null, signal });
    const { statusCode: status } = answer;
    const type = String(answer.headers['content-type'] ?? '');
    const fault = faultOf(status, type, isAnswer) ?? tooLong(Number(answer.headers['content-length']), mostBytes);
    if (fault) {
      // The rest is not read: the connection is closed, and another one opened.
      answer.body.on('error', () => undefined).destroy();
      throw fault;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      const over = tooLong(bytes, mostBytes);
      if (over) throw over;
      chunks.push(chunk);
    }
    return { status, body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function faultOf(
  status: number,
  type: string,
  isAnswer: (status: number, type: string) => boolean,
): UpstreamFault | undefined {
  const came = `got the status ${status} with ${type === '' ? 'no content type' : type.slice(0, 60)}`;
  if (status >= 300 && status < 400) return new UpstreamFault('UPSTREAM_REDIRECTS', `expected the status 200, ${came}`);
  if (isAnswer(status, type)) return undefined;
  if (status !== 200) return new UpstreamFault('UPSTREAM_STATUS', `expected the status 200, ${came}`);
  return new UpstreamFault('UPSTREAM_NOT_JSON', `expected application/json, ${came}`);
}

/** Whether a content type is JSON. */
export function isJson(type: string): boolean {
  return jsonType.test(type);
}

function tooLong(bytes: number, most: number): UpstreamFault | undefined {
  if (!(bytes > most)) return undefined;
  return new UpstreamFault('UPSTREAM_TOO_LARGE', `expected at most ${most} bytes, got ${bytes} or more`);
}
