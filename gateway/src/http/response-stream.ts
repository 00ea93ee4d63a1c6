import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { responseText } from './response-text.js';

/** How a media type carries the responses of a stream. */
export interface Framing {
  readonly contentType: string;
  /** One response, from its JSON text. */
  readonly response: (json: string) => string;
  /** What is sent where nothing has been for a while, so that nobody on the way takes the connection for dead. */
  readonly keepAlive: string;
  /** What says that no response follows. */
  readonly end: string;
}

export interface StreamOptions {
  /** How often to send the keep-alive, in milliseconds. A client that took nothing between two of them is cut off. */
  readonly keepAliveMs?: number;
}

/**
 * Streams responses to a client as fast as it takes them, each as soon as it is there. When the client leaves, the
 * generator is told to return.
 * @returns when the stream has ended, by either side. It does not fail: where the generator does, the connection is
 * cut, so that the client does not take what it has for the whole.
 */
export async function sendStream(
  reply: FastifyReply,
  responses: AsyncGenerator<object>,
  framing: Framing,
  { keepAliveMs = 12_000 }: StreamOptions = {},
): Promise<void> {
  reply.hijack();
  const { raw, log } = reply;
  const left = new AbortController();
  raw.once('close', () => {
    left.abort();
    void responses.return(undefined);
  });
  const keepAlive = setInterval(keepAliveOf(raw, framing), keepAliveMs);
  try {
    writeHead(reply, framing);
    for await (const response of responses) {
      if (raw.destroyed) break;
      if (!raw.write(framing.response(responseText(response)))) await once(raw, 'drain', { signal: left.signal });
    }
    if (!raw.destroyed) raw.end(framing.end);
  } catch (error) {
    if (!left.signal.aborted) log.error({ err: error }, 'stream failed');
    raw.destroy();
  } finally {
    clearInterval(keepAlive);
  }
}

function writeHead(reply: FastifyReply, { contentType }: Framing): void {
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string | string[]>),
    'content-type': contentType,
    'cache-control': 'no-cache, no-transform',
    // Asks nginx, and what took that over from it, not to wait for more before it passes anything on.
    'x-accel-buffering': 'no',
  });
  reply.raw.flushHeaders();
}

function keepAliveOf(raw: ServerResponse, framing: Framing): () => void {
  let waitsForClient = false;
  return () => {
    if (raw.writableNeedDrain && waitsForClient) raw.destroy();
    waitsForClient = raw.writableNeedDrain;
    if (!waitsForClient && !raw.writableEnded) raw.write(framing.keepAlive);
  };
}
