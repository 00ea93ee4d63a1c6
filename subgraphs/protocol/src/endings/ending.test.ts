import { expect, test } from '@jest/globals';
import { dueEndings, type GivenEnding, noticeOf, sayEnding } from './ending.js';

const now = new Date('2026-12-01T00:00:00Z');
const inDays = (days: number): GivenEnding => ({
  ...{ kind: 'AGREEMENT', name: `a${days}`, renewedBy: 'its organisation' },
  endsAt: new Date(now.getTime() + days * 86_400_000).toISOString(),
});

test('what ends within ninety days is due, the first first, and for thirty days after its end', () => {
  const due = dueEndings([200, 91, 90, 30, 7.5, 0, -1, -31].map(inDays), now);
  expect(due.map(({ name, daysLeft }) => [name, daysLeft])).toEqual([
    ['a-1', -1],
    ['a0', 0],
    ['a7.5', 7],
    ['a30', 30],
    ['a90', 90],
  ]);
  expect(due.map(noticeOf)).toEqual([0, 7, 7, 30, 90]);
});

test('a sentence says what ends, when, and by whom it is renewed', () => {
  const [ended, , soon] = dueEndings([30, 7, -1].map(inDays), now);
  expect(ended && sayEnding(ended)).toContain('The agreement a-1 has ended (2026-11-30');
  expect(soon && sayEnding(soon)).toBe(
    'The agreement a30 ends in 30 days (2026-12-31T00:00:00.000Z). It is renewed by its organisation.',
  );
});
