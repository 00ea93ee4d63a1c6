import { expect, test } from '@jest/globals';
import { dueMoments, readSchedule, releaseSetting } from './release-schedule.js';

test.each([
  ['by hand', { kind: 'by hand' }],
  ['after import', { kind: 'after import' }],
  ['daily 02:00', { kind: 'daily', at: '02:00' }],
  ['daily 23:59', { kind: 'daily', at: '23:59' }],
  ['daily 24:00', undefined],
  ['daily 2:00', undefined],
  ['daily', undefined],
  ['hourly', undefined],
])('RELEASES=%s', (text, schedule) => {
  expect(readSchedule(text)).toEqual(schedule);
});

test('an empty setting is none, and a wrong one says what is right', () => {
  expect(releaseSetting.parse('')).toBeUndefined();
  expect(releaseSetting.parse(undefined)).toBeUndefined();
  expect(releaseSetting.safeParse('weekly').error?.issues[0]?.message).toMatch(
    /expected "daily HH:MM" .* got "weekly"/,
  );
});

test.each([
  ['before today’s', '2026-06-20T18:00:00Z', '2026-06-19T19:00:00.000Z', '2026-06-20T19:00:00.000Z'],
  ['at it', '2026-06-20T19:00:00Z', '2026-06-20T19:00:00.000Z', '2026-06-21T19:00:00.000Z'],
  ['after it', '2026-06-20T23:00:00Z', '2026-06-20T19:00:00.000Z', '2026-06-21T19:00:00.000Z'],
  ['on the province’s next day', '2026-06-20T17:00:00Z', '2026-06-19T19:00:00.000Z', '2026-06-20T19:00:00.000Z'],
])('a daily release is due on the province’s clock: %s', (_when, now, last, next) => {
  expect(dueMoments('02:00', new Date(now))).toEqual({ last: new Date(last), next: new Date(next) });
});
