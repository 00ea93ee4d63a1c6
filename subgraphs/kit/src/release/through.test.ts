import { describe, expect, test } from '@jest/globals';
import { chooseThrough, type ThroughOptions } from './through.js';

/** It is the 21st in the province already. */
const options: ThroughOptions = {
  ...{ asked: undefined, named: null, former: undefined },
  now: new Date('2026-06-20T17:30:00Z'),
};

describe('the day through which a release is complete', () => {
  test.each<[string, Partial<ThroughOptions>, string]>([
    ['is yesterday, in the province', {}, '2026-06-20'],
    ['is the newest that imports named', { named: '2026-05-31' }, '2026-05-31'],
    ['is the one that was asked for, today at the latest', { asked: '2026-06-21', named: '2026-05-31' }, '2026-06-21'],
    ['is never before the former release’s', { named: '2026-05-31', former: '2026-06-10' }, '2026-06-10'],
    ['may be the former release’s', { asked: '2026-06-10', former: '2026-06-10' }, '2026-06-10'],
  ])('%s', (_what, given, expected) => {
    expect(chooseThrough({ ...options, ...given })).toBe(expected);
  });

  test.each<[Partial<ThroughOptions>, string]>([
    [{ asked: '2026-06-22' }, 'FUTURE_THROUGH'],
    [{ asked: '2026-06-09', former: '2026-06-10' }, 'THROUGH_WENT_BACK'],
  ])('is refused: %j', (given, code) => {
    expect(() => chooseThrough({ ...options, ...given })).toThrow(expect.objectContaining({ code }));
  });
});
