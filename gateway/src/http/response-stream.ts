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
  /** What is sent where nothing has been for a while, so that nobody on the way takes the connection for dead. */
  readonly keepAlive: string | undefined;
  /** What says that no response follows. */
  readonly end: string;
  /**
   * The last response of a stream that its caller is to ask for again, with what ends the body so that it does. Absent
   * where such a response is as any other.
   */
  readonly again?: (response: object) => string;
}

export interface StreamOptions {
  readonly log: FastifyBaseLogger;
  /** What goes out with the status besides the framing's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often to send the keep-alive, in milliseconds. A caller that took nothing between two of them is cut off. */
  readonly keepAliveMs?: number;
}

/**
 * Streams responses to a caller as fast as it takes them, each as soon as it is there. When the caller leaves, the
 * generator is told to return.
 * @param reply goes out with status 200.
 * @returns when the stream has ended, by either side. It does not fail: where the generator does, the connection is
 * cut, so that the caller does not take what it has for the whole.
 */
export async function sendStream(
  reply: ServerResponse,
  responses: AsyncGenerator<object>,
  framing: Framing,
  { log, headers = {}, keepAliveMs = 12_000 }: StreamOptions,
): Promise<void> {
  if (hasLeft(reply)) {
    // Before there was a stream: no event tells of it any more.
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
    // Asks nginx, and what took that over from it, not to wait for more before it passes anything on.
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
