import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { type EventSeals, sealLength } from '@hub/protocol';

/** Which way a body goes: to a subgraph, or back. */
export type BodyWay = 'asked-body' | 'answered-body';

/** A body is not the one that its message's signature and its own seal stand for, or was cut off. */
export class BrokenSeal extends Error {
  constructor() {
    super('Expected a body that ends in its seal.');
  }
}

/**
 * Passes a body on as it comes, and after it its seal: a large body has no digest before it was read, and nobody should
 * have to hold it to make one. The seal belongs to the signed request that the body is of, or answers.
 */
export function sealing(seals: EventSeals, way: BodyWay): Transform {
  const digest = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(null, seals.next(way, digest.digest('hex')));
    },
  });
}

/**
 * Passes on a sealed body without its seal. It fails with `BrokenSeal` in place of its end where a byte is another than
 * was sealed, or one is missing: what was read of it before then is nobody's word.
 */
export function unsealing(seals: EventSeals, way: BodyWay): Transform {
  const digest = createHash('sha256');
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const known = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const whole = Math.max(0, known.length - sealLength);
      const passed = known.subarray(0, whole);
      held = Buffer.from(known.subarray(whole));
      digest.update(passed);
      done(null, passed.length > 0 ? passed : undefined);
    },
    flush(done) {
      const isWhole = seals.isNext(way, digest.digest('hex'), held.toString('latin1'));
      done(isWhole ? null : new BrokenSeal());
    },
  });
}
