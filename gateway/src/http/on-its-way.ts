import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { HttpError } from './http-error.js';

/** The bounds of a body that the gateway passes on while it arrives. */
export interface OnItsWayLimits {
  /** The most that it may measure, in bytes. */
  readonly maxBytes: number;
  /** Within how long the least of it must come, in milliseconds. */
  readonly stallMs: number;
}

/** How much of a body must come in each second at least, in bytes: less than the slowest line of a phone has. */
const leastPerSecond = 1024;

/** The error of a body that is larger than it may be. */
export function tooLargeBody(maxBytes: number): HttpError {
  const message = `Expected a body of at most ${maxBytes} bytes.`;
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', message, { connection: 'close' });
}

/** The error of a body that takes too long. */
export function tooSlowBody(): HttpError {
  return new HttpError(408, 'REQUEST_TIMEOUT', 'Expected the body to arrive sooner.', { connection: 'close' });
}

/**
 * Passes a body on as it comes, no faster than it is taken; it fails with HttpError 413 where it is too large, and 408
 * where less than the least of it comes while the other side would take more.
 */
export function onItsWay({ maxBytes, stallMs }: OnItsWayLimits): Transform {
  let size = 0;
  let counted = 0;
  const look = () => {
    const came = size - counted;
    counted = size;
    // The other side may be slow to take it: that is not the sender's doing.
    if (body.writableNeedDrain || came >= (leastPerSecond * stallMs) / 1000) return;
    body.destroy(tooSlowBody());
  };
  const timer = setInterval(look, stallMs);
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) done(tooLargeBody(maxBytes));
      else done(null, chunk);
    },
    destroy(error, done) {
      clearInterval(timer);
      done(error);
    },
    flush(done) {
      clearInterval(timer);
      done();
    },
  });
  return body;
}

/** Passes the body of a request on: see `onItsWay`. It fails, too, where the request is cut off. */
export function bodyOnItsWay(request: IncomingMessage, limits: OnItsWayLimits): Transform {
  const body = onItsWay(limits);
  // Its reader hears of a fault while it reads; after an early answer it has no reader, and a fault would end the process.
  body.on('error', () => undefined);
  request.once('error', (error) => body.destroy(error));
  request.once('close', () => {
    if (request.complete) return;
    body.destroy(new HttpError(400, 'BAD_REQUEST', 'Expected a whole body; it was cut off.'));
  });
  return request.pipe(body);
}
