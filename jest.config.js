import { ownPackages } from './own-packages.mjs';
import { alone, runOf, testFiles } from './test/runs.mjs';

/** The files of the runs that HUB_TESTS names, without those that run alone, or these only (HUB_ALONE). */
const chosen = process.env.HUB_TESTS?.split(' ');
const isAlone = process.env.HUB_ALONE !== undefined;
const files = chosen && testFiles().filter((file) => chosen.includes(runOf(file)) && file in alone === isAlone);

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
  testMatch: files?.map((file) => `<rootDir>/${file}`) ?? ['**/*.test.ts'],
  // Ends what would never end: a busy machine may take many times what a quiet one does.
  testTimeout: 300_000,
  // What a test that failed at its start has left running would keep the run from ending.
  forceExit: true,
  reporters: ['default', '<rootDir>/test/results.mjs'],
  testSequencer: '<rootDir>/test/longest-first.mjs',
  maxWorkers: isAlone ? 1 : 2,
  // A worker keeps modules of each file that it ran.
  workerIdleMemoryLimit: '1500MB',
};
