import type { ProgramKey } from './program-key.entity.js';

/** A key as its managers see it: all of it but its hash. */
export function shownKey({ hash: _hash, owner: _owner, app: _app, ratePerSecond, rateBurst, ...key }: ProgramKey) {
  const rate = ratePerSecond == null || rateBurst == null ? null : { perSecond: ratePerSecond, burst: rateBurst };
  return { ...key, rate };
}
