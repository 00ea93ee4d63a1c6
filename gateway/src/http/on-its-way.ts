import { Transform } from 'node:stream';
import { HttpError } from './http-error.js';

/** What a body may be that is passed on as it comes. */
export interface OnItsWayLimits {
  /** The most that it may measure, in bytes. */
  readonly maxBytes: number;
  /** How long a pause in it may last, in milliseconds. */
  readonly stallMs: number;
}

/** The error of a body that is larger than it may be. */
export function tooLargeBody(maxBytes: number): HttpError {
  const message = `Expected a body of at most ${maxBytes} bytes.`;
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', message, { connection: 'close' });
}

/**
 * Passes a body on as it comes, no faster than it is taken; it fails with HttpError 413 where it is too large, and 408
 * where nothing comes for too long while the other side would take more.
 */
export function onItsWay({ maxBytes, stallMs }: OnItsWayLimits): Transform {
  let size = 0;
  const stalled = () => {
    // Whoever takes it may be slow: that is not the sender's doing.
    if (body.writableNeedDrain) timer.refresh();
    else
      body.destroy(
        new HttpError(408, 'REQUEST_TIMEOUT', 'Expected the body to arrive sooner.', { connection: 'close' }),
      );
  };
  const timer = setTimeout(stalled, stallMs);
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh();
      size += chunk.length;
      if (size > maxBytes) done(tooLargeBody(maxBytes));
      else done(null, chunk);
    },
    destroy(error, done) {
      clearTimeout(timer);
      done(error);
    },
    flush(done) {
      clearTimeout(timer);
      done();
    },
  });
  return body;
}
