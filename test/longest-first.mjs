/** Jest's order of test files: the longest first, so that no worker is left alone with a long one at the end. */
import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';

/** Seconds of each file that took five or more when `test/times.mjs` last wrote them. */
const times = JSON.parse(readFileSync(new URL('times.json', import.meta.url), 'utf8'));

/** Seconds; of a file without a time, a guess below five by its size. */
const secondsOf = ({ path }) => times[relative(process.cwd(), path)] ?? 5 - 5e4 / (1e4 + statSync(path).size);

export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => secondsOf(b) - secondsOf(a));
  }
  allFailedTests(tests) {
    return tests;
  }
  cacheResults() {}
}
