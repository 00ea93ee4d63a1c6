import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { responseText } from '../base/response-text.js';
import { askAgainCode } from '../subscription/ask-again.js';

/** How a media type carries the responses of a stream. */
export interface Framing {
  readonly contentType: string;
  /** What comes before the first response. */
  readonly begin: string;
  /** One response, from its JSON text. */
  readonly response: (json: string) => string;
  /** Sent while there is no response, so that proxies keep the connection; undefined if there is none. */
  readonly keepAlive: string | undefined;
  /** The end of the stream. */
  readonly end: string;
  /**
   * The last response of a stream that the caller should open again, with an end after which it does. Absent if such a
   * response needs no special form.
   */
  readonly again?: (response: object) => string;
}

export interface StreamOptions {
  readonly log: FastifyBaseLogger;
  /** Headers in addition to the framing's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often to send the keep-alive, in milliseconds. A caller that reads no bytes between two of them is cut off. */
  readonly keepAliveMs?: number;
}

/**
 * Streams responses to a caller at the caller's pace, each immediately. When the caller leaves, the generator's
 * `return` is called.
 * @param reply is sent with status 200.
 * @returns when either side has ended the stream. It does not fail: if the generator fails, the connection is cut, so
 *   that the caller does not take a part for the whole.
 */
export async function sendStream(
  reply: ServerResponse,
  responses: AsyncGenerator<object>,
  framing: Framing,
  { log, headers = {}, keepAliveMs = 12_000 }: StreamOptions,
): Promise<void> {
  if (hasLeft(reply)) {
    // The caller left before the stream began, so no `close` event will come.
    await responses.return(undefined);
    return;
  }
  const left = new AbortController();
  const keepAlive = setInterval(keepAliveOf(reply, framing), keepAliveMs);
  reply.once('close', () => {
    clearInterval(keepAlive);
    left.abort();
    void responses.return(undefined);
  });
  try {
    writeHead(reply, framing, headers);
    for await (const response of responses) {
      if (hasLeft(reply)) break;
      if (framing.again && askAgainCode(response) !== undefined) {
        reply.end(framing.again(response));
        return;
      }
      if (!reply.write(framing.response(responseText(response)))) await once(reply, 'drain', { signal: left.signal });
    }
    if (!hasLeft(reply)) reply.end(framing.end);
  } catch (error) {
    if (!left.signal.aborted) log.error({ err: error }, 'stream failed');
    reply.destroy();
  }
}

function hasLeft(reply: ServerResponse): boolean {
  return reply.destroyed;
}

function writeHead(
  reply: ServerResponse,
  { contentType, begin }: Framing,
  headers: Readonly<Record<string, string>>,
): void {
  reply.writeHead(200, {
    ...headers,
    'content-type': contentType,
    'cache-control': 'no-cache, no-transform',
    // Tells nginx, and other proxies that follow it, not to buffer.
    'x-accel-buffering': 'no',
  });
  reply.flushHeaders();
  if (begin) reply.write(begin);
}

function keepAliveOf(reply: ServerResponse, framing: Framing): () => void {
  let waitsForCaller = false;
  return () => {
    if (reply.writableNeedDrain && waitsForCaller) reply.destroy();
    waitsForCaller = reply.writableNeedDrain;
    if (framing.keepAlive && !waitsForCaller && !reply.writableEnded) reply.write(framing.keepAlive);
  };
}
