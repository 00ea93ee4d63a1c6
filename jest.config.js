/** Unit tests, organisations' subgraphs in the tests' own process, and the hub once through its endpoints. */
const quick = [
  '{schema,gateway,subgraphs}/**/*.test.ts',
  'test/*.test.ts',
  'test/{support,subgraphs}/*.test.ts',
  'test/hub/start.test.ts',
];
/** Random graphs: a few in the quick run, others and more in `graphs`. */
const both = ['test/differential/*.test.ts'];
/** What a core of its own is enough for: random graphs, federation's behaviours, plans. */
const graphs = ['test/{differential,federation,planner}/**/*.test.ts'];
/** An operator's work and the organisations' releases, whose programs wait more than they work. */
const parts = ['test/{operations,releases}/**/*.test.ts'];
/** Everything else: programs that are started, and everything about attacks and load. */
const rest = ['**/*.test.ts', ...[...quick, ...graphs, ...parts].map((each) => `!${import.meta.dirname}/${each}`)];

/** Which files a run has; see `test/run.mjs`. */
const selections = {
  quick: [...quick, ...both].map((path) => `${import.meta.dirname}/${path}`),
  graphs: graphs.map((path) => `${import.meta.dirname}/${path}`),
  parts: parts.map((path) => `${import.meta.dirname}/${path}`),
  rest,
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
  reporters: ['default', '<rootDir>/test/file-times.mjs'],
  // The rest starts whole hubs and floods them: one at a time, else one file's load is in another's times.
  ...(process.env.HUB_TESTS === 'quick' && { maxWorkers: '100%' }),
};
