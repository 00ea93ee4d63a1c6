import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, test } from '@jest/globals';
import { alone, has, others, proofs, runs, skips, testFiles } from './runs.mjs';

const files = testFiles();
const times = JSON.parse(readFileSync(join(import.meta.dirname, 'times.json'), 'utf8')) as Record<string, number>;

test('each test file is in one run', () => {
  const runsOf = (file: string) => Object.entries({ ...runs, proofs }).filter(([, patterns]) => has(patterns, file));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => runsOf(file).length !== 1)).toEqual([]);
});

test('a check has every run but what takes hours', () => {
  expect(['quick', 'start', ...others, 'operations'].toSorted()).toEqual(Object.keys(runs).toSorted());
});

test('each file that runs alone, each reason to skip and each known time is of a file that is there', () => {
  const isThere = (pattern: string) => files.some((file) => matchesGlob(file, pattern));
  expect([...Object.keys(alone), ...Object.keys(skips), ...Object.keys(times)].filter((one) => !isThere(one))).toEqual(
    [],
  );
});
