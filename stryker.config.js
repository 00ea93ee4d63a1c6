/**
 * Mutation testing: does a fault in the code fail a test that stands beside it? `pnpm prove mutation` runs it, a folder
 * at a time, and says which tests count (see `test/prove.mjs`). Each fault has a process of its own: Stryker's runner
 * for Jest took every one for a timeout on ES modules.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  packageManager: 'pnpm',
  testRunner: 'command',
  commandRunner: { command: `node test/run.mjs quick --bail -w 1 ${process.env.MUTATION_TESTS ?? ''}` },
  coverageAnalysis: 'off',
  ignorePatterns: ['.data', '.stryker', 'docs', '.ci', 'subgraphs/*/demo', 'test/bench'],
  concurrency: 2,
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.data/mutation.json' },
  tempDirName: '.stryker',
};
