import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { type EventSeals, sealLength } from '@hub/protocol';

/** The direction of a body: to a subgraph, or back. */
export type BodyWay = 'asked-body' | 'answered-body';

/** Thrown where a body does not match its message's signature and its seal, or was cut off. */
export class BrokenSeal extends Error {
  constructor() {
    super('Expected a body that ends in its seal.');
  }
}

/**
 * Streams a body, and its seal after it: the digest of a large body is known only after reading it, and no part should
 * have to hold it in memory. The seal belongs to the signed request with the body, or to the request that it answers.
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
 * Streams a sealed body without its seal. It fails with `BrokenSeal` instead of ending where a byte differs from the
 * sealed one, or is missing: then the bytes read before must not be trusted.
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
