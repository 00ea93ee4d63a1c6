import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { showProgress } from './progress.js';
import { TimeLeft } from './time-left.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a command whose output is no terminal says now and then how far it is, and how long the rest takes', () => {
  let said = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      said += String(chunk);
      done();
    },
  });
  const track = showProgress(output as unknown as NodeJS.WriteStream).track('women', 9000);
  const advanceIn = (seconds: number, rows: number) => {
    jest.advanceTimersByTime(seconds * 1000);
    track.advance(rows, 'members');
  };
  advanceIn(2, 100);
  advanceIn(4, 300);
  advanceIn(54, 6000);
  advanceIn(30, 9000);
  track.finish('9,000 rows in');
  expect(said.split('\n')).toEqual([
    '  women: 300 of 9,000 rows, some 3 min left (members)',
    '  women: 6,000 of 9,000 rows, some 30 s left (members)',
    '  women: 9,000 of 9,000 rows (members)',
    '  women: 9,000 rows in',
    '',
  ]);
});

/** Seconds after which so many of 300,000 rows were read and written, at the usual ratio of both. */
const phases = {
  reading: Array.from({ length: 10 }, (_, index): [seconds: number, rows: number] => [
    8 * (index + 1),
    30_000 * (index + 1),
  ]),
  writing: Array.from({ length: 15 }, (_, index): [seconds: number, rows: number] => [
    80 + 16 * (index + 1),
    20_000 * (index + 1),
  ]),
  end: 332,
};

test('the time that is left covers reading and writing, and is right within a third', () => {
  const time = new TimeLeft(300_000, 0);
  for (const stage of ['reading', 'writing'] as const)
    for (const [seconds, rows] of phases[stage]) {
      time.advance(stage, rows, seconds * 1000);
      const left = (time.milliseconds ?? 0) / 1000;
      const is = phases.end - seconds;
      // At the end some seconds are left.
      expect(Math.abs(left - is)).toBeLessThanOrEqual(Math.max(is / 3, 10));
    }
  expect(time.share).toBeGreaterThan(0.9);
});

test('the share that is done never falls where writing begins', () => {
  const time = new TimeLeft(300_000, 0);
  const shares = (['reading', 'writing'] as const).flatMap((stage) =>
    phases[stage].map(([seconds, rows]) => {
      time.advance(stage, rows, seconds * 1000);
      return time.share;
    }),
  );
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});
