/**
 * Jest's order of test files, so that no worker is left alone with a long one at the end: an operator's work, federation's
 * behaviours and random graphs first, whose cases are not in the test file, then the others by size, the largest first.
 */
import { statSync } from 'node:fs';

const long = /\/test\/(operations|federation|differential)\//;
const weight = ({ path }) => (long.test(path) ? 1e9 : 0) + statSync(path).size;

export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => weight(b) - weight(a));
  }
  allFailedTests(tests) {
    return tests;
  }
  cacheResults() {}
}
