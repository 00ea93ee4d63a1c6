/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/schema/src', '<rootDir>/subgraphs', '<rootDir>/gateway/src', '<rootDir>/test'],
  modulePathIgnorePatterns: ['/dist/', '/.data/'],
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
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
  testTimeout: 60_000,
};
