import { expect, test } from '@jest/globals';
import { overridden, percentageOf } from './override-labels.js';

test('a label may stand for a share of requests', () => {
  const shares = ['percent(25)', 'percent(0.5)', 'percent()', 'a percent(1)', 'percent(1) b', 'chosen'].map(
    percentageOf,
  );
  expect(shares).toEqual([25, 0.5, undefined, undefined, undefined, undefined]);
});

test('an override is on for that share of requests, and never where its label stands for none', () => {
  const on = (label: string) => [0, 24.9, 25, 99].map((percentage) => overridden(percentage)(label));
  expect(on('percent(25)')).toEqual([true, true, false, false]);
  expect(on('percent(0)')).toEqual([false, false, false, false]);
  expect(on('percent(100)')).toEqual([true, true, true, true]);
  expect(on('chosen')).toEqual([false, false, false, false]);
});
