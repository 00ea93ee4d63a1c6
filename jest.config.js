import { ownPackages } from './own-packages.mjs';

/** Unit tests, organisations' subgraphs in the tests' own process, and the hub once through its endpoints. */
const quick = [
  '{schema,gateway,subgraphs}/**/*.test.ts',
  'test/*.test.ts',
  'test/{support,subgraphs,vectors}/*.test.ts',
  'test/hub/start.test.ts',
  'test/differential/*.test.ts',
];
/** Twenty containers, and as many programs as a hub in production has. */
const containers = ['test/containers/demonstration.test.ts'];
/** A browser beside a hub. */
const pages = ['test/portal/**/*.test.ts'];
/** What floods a hub, or measures it: little else may take the core that it has. */
const alone = [
  'test/attacks/**/*.test.ts',
  'test/hub/{costly-caller,load}.test.ts',
  'test/trust/{bytes,limits}.test.ts',
];
/** Every fault of an operator's machines, an installation from nothing, a team's first organisation: `pnpm prove operations`. */
const operations = [
  'test/operations/{operations,installation,recovery,embedded-backup,packed-kit,packed-hub,linking}.test.ts',
  'test/containers/production.test.ts',
  'test/hub/{own-organisation,embedded-postgres-kills,embedded-postgres-folders,embedded-postgres-full-disk}.test.ts',
];
/** What `pnpm prove` alone runs: what holding to ten values costs, commune by commune. */
const proofs = ['test/disclosure/widening.test.ts'];
/** Everything else: an operator's work and what goes wrong in it, and programs that are started. */
const beside = [
  '**/*.test.ts',
  ...[...quick, ...containers, ...pages, ...alone, ...operations, ...proofs].map(
    (each) => `!${import.meta.dirname}/${each}`,
  ),
];

/** Which files a run has; see `test/run.mjs`. */
const selections = {
  quick: quick.map((path) => `${import.meta.dirname}/${path}`),
  containers: containers.map((path) => `${import.meta.dirname}/${path}`),
  pages: pages.map((path) => `${import.meta.dirname}/${path}`),
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
    '<rootDir>/gateway/client/src',
    '<rootDir>/gateway/portal/src',
    '<rootDir>/test',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.*/.data/', '<rootDir>/.stryker/'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/subgraphs/kit/node_modules/reflect-metadata/Reflect.js'],
  moduleNameMapper: {
    ...Object.fromEntries(Object.entries(ownPackages).map(([name, path]) => [`^${name}$`, `<rootDir>/${path}`])),
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
  // Ends what would never end: a busy machine may take many times what a quiet one does.
  testTimeout: 300_000,
  // What a test that failed at its start has left running would keep the run from ending.
  forceExit: true,
  reporters: ['default', '<rootDir>/test/file-times.mjs'],
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // Those of `beside` start programs, and wait as much as they work.
  maxWorkers: { quick: '100%', beside: 2 }[process.env.HUB_TESTS] ?? 1,
};
