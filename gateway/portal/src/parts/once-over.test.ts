import { describe, expect, test } from '@jest/globals';
import { dataEnd, isBeforeEnd, onceOver } from './once-over.js';

const closing = (state: 'OPEN' | 'ENDING' | 'LATE_DATA' | 'CLOSED' | 'FINAL') =>
  ({ state, period: '2026-12' }) as const;
const people = { lower: 40, upper: 60, estimate: 50, interval: { lower: 45, upper: 55 } };
const figure = { period: '2026-10', status: 'OFF_TRACK', likely: null, ratio: 0.5, target: 1, people };

describe('a month before the end of a goal whose deadline has passed', () => {
  test.each(['ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'FALLING', 'NOT_STARTED'])('has no pace: %s', (status) => {
    expect(onceOver({ ...figure, status }, closing('LATE_DATA')).status).toBe('NOT_REACHED');
    expect(onceOver({ ...figure, status }, closing('CLOSED')).status).toBe('NOT_REACHED');
    for (const state of ['OPEN', 'ENDING'] as const)
      expect(onceOver({ ...figure, status }, closing(state)).status).toBe(status);
    expect(onceOver({ ...figure, status }, undefined).status).toBe(status);
  });

  test.each(['ACHIEVED', 'NO_DATA', 'MISSED'])('keeps a verdict without a pace: %s', (status) => {
    expect(onceOver({ ...figure, status }, closing('LATE_DATA')).status).toBe(status);
  });

  test('is not reached where even the most people are fewer than the target', () => {
    const uncertain = { ...figure, status: 'UNCERTAIN', likely: { status: 'AT_RISK', probability: 0.9 } };
    expect(onceOver(uncertain, closing('LATE_DATA'))).toMatchObject({ status: 'NOT_REACHED', likely: null });
    // Of 100 people, 55 at most, and 50 are the target.
    expect(onceOver({ ...uncertain, target: 0.5 }, closing('LATE_DATA'))).toMatchObject({
      status: 'UNCERTAIN',
      likely: null,
    });
    const boundless = { ...people, upper: null, interval: null };
    expect(onceOver({ ...uncertain, people: boundless }, closing('LATE_DATA')).status).toBe('UNCERTAIN');
    expect(onceOver({ ...uncertain, people: null, ratio: null }, closing('LATE_DATA')).status).toBe('UNCERTAIN');
  });

  test('may be likely to have reached the target, and nothing else', () => {
    const likely = { status: 'ACHIEVED', probability: 0.9 };
    const uncertain = { ...figure, status: 'UNCERTAIN', target: 0.5, likely };
    expect(onceOver(uncertain, closing('LATE_DATA'))).toMatchObject({ status: 'UNCERTAIN', likely });
  });
});

test('the last month, and months of final figures, keep their verdicts', () => {
  expect(isBeforeEnd('2026-12', closing('CLOSED'))).toBe(false);
  expect(isBeforeEnd('2026-10', closing('FINAL'))).toBe(false);
});

test('a verdict after the deadline names the last day of data that ends before it', () => {
  const october = { completeThrough: '2026-10-31' };
  for (const state of ['LATE_DATA', 'CLOSED', 'FINAL'] as const) {
    expect(dataEnd(october, closing(state))).toBe('2026-10-31');
    expect(dataEnd({ completeThrough: '2026-12-31' }, closing(state))).toBeNull();
    expect(dataEnd({ completeThrough: null }, closing(state))).toBeNull();
  }
  expect(dataEnd(october, closing('ENDING'))).toBeNull();
  expect(dataEnd(october, undefined)).toBeNull();
});
