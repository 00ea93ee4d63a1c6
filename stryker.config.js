/**
 * Mutation testing: does a fault in the code fail a test that stands beside it? `pnpm prove mutation` runs it, a folder
 * at a time (see `test/prove.mjs`). Only unit tests count, and the ledger's: the others take too long for each mutant.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  packageManager: 'pnpm',
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'jest.config.js', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // What runs once, when a file is loaded, would need all tests for each mutant.
  ignoreStatic: true,
  ignorePatterns: ['.data', '.stryker', 'docs', '.ci', 'subgraphs/*/demo', 'test/bench'],
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.data/mutation.json' },
  tempDirName: '.stryker',
};
