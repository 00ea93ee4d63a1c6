import { expect, test } from '@jest/globals';
import { breaksIn } from './progress.js';

test('a line is broken where the graph flags a break, whatever the reason, and not before its first month', () => {
  const [normal, broken] = [{ flags: ['A'] }, { flags: ['B', 'E'] }];
  expect(breaksIn([normal, normal, broken, normal, broken])).toEqual([2, 4]);
  expect(breaksIn([broken, undefined, normal, { flags: [] }, undefined])).toEqual([]);
});
