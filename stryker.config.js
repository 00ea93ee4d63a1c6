/**
 * Mutation testing: does a fault in the code fail a quick test? `pnpm prove mutation` runs it, a folder at a time, and
 * says which tests count (see `test/prove.mjs`).
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  packageManager: 'pnpm',
  plugins: ['./test/mutation/stryker-runner.mjs'],
  testRunner: 'hub',
  coverageAnalysis: 'perTest',
  disableTypeChecks: false,
  ignorePatterns: ['.data', '.stryker', 'docs', '.ci', '**/dist', 'test/bench'],
  concurrency: 2,
  timeoutMS: 10_000,
  maxTestRunnerReuse: 400,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: '.data/mutation.json' },
  tempDirName: '.stryker',
};
