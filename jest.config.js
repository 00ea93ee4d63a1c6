import { ownPackages } from './own-packages.mjs';
import { runs } from './test/runs.mjs';

/** Whether a run is chosen; else files are named. */
const isRun = process.env.HUB_TESTS in runs;
const inRun = (run) =>
  runs[run].map((pattern) =>
    pattern.startsWith('!') ? `!${import.meta.dirname}/${pattern.slice(1)}` : `${import.meta.dirname}/${pattern}`,
  );

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
  testMatch: isRun ? inRun(process.env.HUB_TESTS) : ['**/*.test.ts'],
  // Ends what would never end: a busy machine may take many times what a quiet one does.
  testTimeout: 300_000,
  // What a test that failed at its start has left running would keep the run from ending.
  forceExit: true,
  reporters: ['default', '<rootDir>/test/file-times.mjs'],
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // A container, a browser and an attack take what there is; other programs that are started wait as much as they work.
  maxWorkers:
    isRun && !['start', 'containers', 'pages', 'alone', 'attacks', 'operations'].includes(process.env.HUB_TESTS)
      ? 2
      : 1,
};
