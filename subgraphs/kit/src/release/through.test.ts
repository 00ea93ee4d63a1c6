import { describe, expect, test } from '@jest/globals';
import { chooseDays, type DaysOptions, mostRejectedSetting } from './through.js';

/** In the province, it is already the 21st. */
const options: DaysOptions = {
  ...{ asked: undefined, proven: null, former: undefined },
  now: new Date('2026-06-20T17:30:00Z'),
};
const former = { through: '2026-06-10', until: '2026-06-10' };
const unproven = { through: null, until: '2026-06-20' };

describe('the days of a release', () => {
  test.each<[string, Partial<DaysOptions>, string | null, string]>([
    ['nothing proves any: what was until yesterday counts', {}, null, '2026-06-20'],
    ['the day that is proven', { proven: '2026-05-31' }, '2026-05-31', '2026-05-31'],
    ['the one that was asked for, today at the latest', { asked: '2026-06-21' }, '2026-06-21', '2026-06-21'],
    [
      'what was asked for, whatever is proven',
      { asked: '2026-06-21', proven: '2026-05-31' },
      '2026-06-21',
      '2026-06-21',
    ],
    ['never before the former release’s', { proven: '2026-05-31', former }, '2026-06-10', '2026-06-10'],
    ['the former release’s again', { asked: '2026-06-10', former }, '2026-06-10', '2026-06-10'],
    ['the former release’s, and what came since', { former }, '2026-06-10', '2026-06-20'],
    [
      'proven later than the facts that counted',
      { proven: '2026-05-31', former: unproven },
      '2026-05-31',
      '2026-06-20',
    ],
  ])('%s', (_what, given, through, until) => {
    expect(chooseDays({ ...options, ...given })).toEqual({ through, until });
  });

  test.each<[Partial<DaysOptions>, string]>([
    [{ asked: '2026-06-22' }, 'FUTURE_THROUGH'],
    [{ asked: '2026-06-09', former }, 'THROUGH_WENT_BACK'],
  ])('are refused: %j', (given, code) => {
    expect(() => chooseDays({ ...options, ...given })).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  ['', undefined],
  ['0', 0],
  ['0.05', 0.05],
  ['1', 1],
])('EVIDENCE_MOST_REJECTED=%s', (text, share) => {
  expect(mostRejectedSetting.parse(text)).toBe(share);
});

test.each(['2', '5 %', '-0.1'])('a share that is none is refused: %s', (text) => {
  expect(mostRejectedSetting.safeParse(text).error?.issues[0]?.message).toBe('expected a share, 0 to 1');
});
