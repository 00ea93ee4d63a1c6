import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { showProgress } from './progress.js';

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
