/** Unit tests, organisations' subgraphs in the tests' own process, and the hub once through its endpoints. */
const quick = [
  '{schema,gateway,subgraphs}/**/*.test.ts',
  'test/*.test.ts',
  'test/{support,subgraphs}/*.test.ts',
  'test/hub/start.test.ts',
];
/** Random graphs: a few in the quick run, others and more in `beside`. */
const both = ['test/differential/*.test.ts'];
/** What floods a hub, measures it, or takes a machine's memory: nothing else may take the core that it has. */
const alone = [
  'test/{attacks,containers,portal}/**/*.test.ts',
  'test/hub/{costly-caller,load}.test.ts',
  'test/trust/{bytes,limits}.test.ts',
];
/** Every fault of an operator's machines, and an installation from nothing: `pnpm prove operations`. */
const operations = [
  'test/operations/{operations,installation,recovery,embedded-backup}.test.ts',
  'test/hub/embedded-postgres-{kills,folders,full-disk}.test.ts',
];
/** Everything else: an operator's work and what goes wrong in it, random graphs, and programs that are started. */
const beside = [
  '**/*.test.ts',
  ...[...quick, ...alone, ...operations].map((each) => `!${import.meta.dirname}/${each}`),
];

/** Which files a run has; see `test/run.mjs`. */
const selections = {
  quick: [...quick, ...both].map((path) => `${import.meta.dirname}/${path}`),
  alone: alone.map((path) => `${import.meta.dirname}/${path}`),
  operations: operations.map((path) => `${import.meta.dirname}/${path}`),
  beside,
};

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/schema/src',
    '<rootDir>/subgraphs',
    '<rootDir>/gateway/src',
    '<rootDir>/gateway/portal/src',
    '<rootDir>/test',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.*/.data/', '<rootDir>/.stryker/'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/subgraphs/kit/node_modules/reflect-metadata/Reflect.js'],
  moduleNameMapper: {
    '^@hub/schema/compose$': '<rootDir>/schema/src/contract/compose.ts',
    '^@hub/(schema)$': '<rootDir>/schema/src/index.ts',
    '^@hub/(kit)$': '<rootDir>/subgraphs/kit/src/index.ts',
    '^@hub/(.*)$': '<rootDir>/subgraphs/$1/src/subgraph.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
  fakeTimers: { doNotFake: ['nextTick'] },
  testMatch: selections[process.env.HUB_TESTS] ?? ['**/*.test.ts'],
  testTimeout: 60_000,
  // What a test that failed at its start has left running would keep the run from ending.
  forceExit: true,
  reporters: ['default', '<rootDir>/test/file-times.mjs'],
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // Those of `beside` start programs, and wait as much as they work.
  maxWorkers: { quick: '100%', beside: 2 }[process.env.HUB_TESTS] ?? 1,
};
