import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { HttpError } from './http-error.js';

/** The bounds of a body that the gateway forwards while it arrives. */
export interface OnItsWayLimits {
  /** The largest size, in bytes. */
  readonly maxBytes: number;
  /** The interval in which the minimum must arrive, in milliseconds. */
  readonly stallMs: number;
}

/** The minimum of a body that must arrive each second, in bytes: the slowest phone line is faster. */
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
 * Forwards a body while it arrives, at the pace of the receiver. It fails with HttpError 413 if the body is too large,
 * and with 408 if less than the minimum arrives while the receiver is ready.
 */
export function onItsWay({ maxBytes, stallMs }: OnItsWayLimits): Transform {
  let size = 0;
  let counted = 0;
  const look = () => {
    const came = size - counted;
    counted = size;
    // The receiver is slow: not the sender's fault.
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

/** Forwards the body of a request: see `onItsWay`. It also fails if the request is cut off. */
export function bodyOnItsWay(request: IncomingMessage, limits: OnItsWayLimits): Transform {
  const body = onItsWay(limits);
  // The reader gets the error while it reads. After an early answer there is no reader, and an unhandled error would
  // end the process.
  body.on('error', () => undefined);
  request.once('error', (error) => body.destroy(error));
  request.once('close', () => {
    if (request.complete) return;
    body.destroy(new HttpError(400, 'BAD_REQUEST', 'Expected a whole body; it was cut off.'));
  });
  return request.pipe(body);
}
