import { globSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, test } from '@jest/globals';
import { proofs, runs, turns } from './runs.mjs';

const root = join(import.meta.dirname, '..');
const files = globSync('{schema,gateway,subgraphs,test}/**/*.test.ts', {
  cwd: root,
  exclude: ['**/node_modules', '**/dist', '**/.data'],
});

/** The runs that have a file. */
function runsOf(file: string): string[] {
  const has = (patterns: readonly string[]) =>
    patterns.some((one) => !one.startsWith('!') && matchesGlob(file, one)) &&
    !patterns.some((one) => one.startsWith('!') && matchesGlob(file, one.slice(1)));
  return Object.entries({ ...runs, proofs }).flatMap(([run, patterns]) => (has(patterns) ? [run] : []));
}

test('each test file is in one run', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => runsOf(file).length !== 1).map((file) => [file, ...runsOf(file)])).toEqual([]);
});

test('each run but those of every commit and of proofs has its turn', () => {
  expect(['quick', 'start', 'operations', ...turns].toSorted()).toEqual(Object.keys(runs).toSorted());
});
