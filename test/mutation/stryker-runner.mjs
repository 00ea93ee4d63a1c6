/**
 * A test runner for Stryker that keeps its process: it runs Jest's tests without Jest, each time with a fresh copy of
 * the tests' and the code's modules, and for each mutant only the tests that reach it. A mutant takes milliseconds; a
 * separate Jest process takes seconds. `MUTATION_TESTS` names the test files: patterns, separated by spaces.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { globSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { addEventHandler, getState, resetState, run } from 'jest-circus';
import { bundleTests } from './bundle-tests.mjs';
import { restoreGlobals } from './jest-globals.mjs';
import '../../subgraphs/kit/node_modules/reflect-metadata/Reflect.js';

/** Milliseconds that a test may take where no mutant is active, and where one is: as a rule, it takes a few. */
const testTimeout = { ofAll: 60_000, ofMutant: 3000 };

/** What Stryker's instrumented code reads and writes. */
const instrumented = (globalThis.__stryker__ ??= {});

/** The run that a promise or a callback belongs to: what an earlier one has left must not fail a later one. */
const runs = new AsyncLocalStorage();
let current;

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    if (current !== undefined && (runs.getStore() ?? current) === current) current.errors.push(error);
  });
}

addEventHandler(({ name, test }) => {
  if (current === undefined) return;
  if (name === 'test_start') instrumented.currentTestId = current.idOf(test);
  if (name === 'test_done') {
    current.done(test);
    instrumented.currentTestId = hooksOf(current.path);
  }
});

/** Stands for a test file's hooks where Stryker's code counts what a test reaches. */
const hooksOf = (path) => `hooks of ${path}`;

class TestRunner {
  #paths = [];
  #load;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const exclude = (path) => path.includes('node_modules');
    const patterns = (process.env.MUTATION_TESTS ?? '').split(' ').filter(Boolean);
    this.#paths = [...new Set(patterns.flatMap((pattern) => globSync(pattern, { exclude }).sort()))];
    if (this.#paths.length === 0) throw new Error('Expected MUTATION_TESTS to name test files.');
    this.#load = await bundleTests(process.cwd(), this.#paths);
  }

  async dryRun() {
    instrumented.activeMutant = undefined;
    instrumented.hitCount = undefined;
    instrumented.mutantCoverage = { static: {}, perTest: {} };
    const tests = await this.#runTests({ timeout: testTimeout.ofAll });
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage(tests, instrumented.mutantCoverage) };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    instrumented.hitLimit = hitLimit;
    instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    const tests = await this.#runTests({
      chosen: testFilter === undefined ? undefined : new Set(testFilter),
      timeout: testTimeout.ofMutant,
      bail: !disableBail,
      mutant: activeMutant.id,
      fromStart: mutantActivation === 'static',
    });
    instrumented.activeMutant = undefined;
    const limitReached = determineHitLimitReached(instrumented.hitCount, instrumented.hitLimit);
    return toMutantRunResult(limitReached ?? { status: DryRunStatus.Complete, tests });
  }

  async #runTests({ chosen, ...options }) {
    const results = [];
    for (const path of this.#paths) {
      if (chosen && ![...chosen].some((id) => id.startsWith(`${path}: `))) continue;
      const inFile = await runFile(path, this.#load, { chosen, ...options });
      results.push(...inFile);
      if (options.bail && inFile.some(({ status }) => status === TestStatus.Failed)) break;
    }
    return results;
  }
}

/** Runs the chosen tests of one file, with fresh modules, as Jest does. */
async function runFile(path, load, { chosen, timeout, bail, mutant, fromStart }) {
  resetState();
  const ids = new Map();
  const results = [];
  current = {
    path,
    errors: [],
    idOf: (test) => ids.get(test),
    done: (test) => {
      const [error] = [...test.errors.flat(), ...current.errors];
      results.push(resultOf(ids.get(test), test.duration ?? 0, error));
      if (bail && error) for (const other of ids.keys()) other.mode = 'skip';
    },
  };
  const started = performance.now();
  try {
    instrumented.currentTestId = undefined;
    instrumented.activeMutant = fromStart ? mutant : undefined;
    // Where TypeGraphQL keeps what its decorators tell it: each copy of the modules tells it again.
    delete globalThis.TypeGraphQLMetadataStorage;
    await runs.run(current, load()[path]);
    instrumented.activeMutant = mutant;
    instrumented.currentTestId = hooksOf(path);
    const state = getState();
    state.testTimeout = timeout;
    for (const test of testsOf(state.rootDescribeBlock)) {
      ids.set(test, idOf(path, test, ids));
      if (chosen && !chosen.has(ids.get(test))) test.mode = 'skip';
    }
    await runs.run(current, run);
    // A callback that a test left for the next turn may fail.
    await nextTurn();
    current.errors.push(...state.unhandledErrors.flat().filter(Boolean));
  } catch (error) {
    current.errors.push(error);
  } finally {
    restoreGlobals();
  }
  if (current.errors.length > 0 && !results.some(({ status }) => status === TestStatus.Failed)) {
    results.push(resultOf(`${path}: (outside its tests)`, performance.now() - started, current.errors[0]));
  }
  current = undefined;
  return results;
}

function resultOf(id, timeSpentMs, error) {
  const base = { id, name: id, timeSpentMs };
  if (error === undefined) return { ...base, status: TestStatus.Success };
  return { ...base, status: TestStatus.Failed, failureMessage: String(error?.stack ?? error?.message ?? error) };
}

function testsOf(block) {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));
}

/** A test's path and title; with a number, where another has the same. */
function idOf(path, test, ids) {
  const titles = [];
  for (let each = test; each.parent; each = each.parent) titles.unshift(each.name);
  const id = `${path}: ${titles.join(' ')}`;
  const same = [...ids.values()].filter((other) => other === id || other.startsWith(`${id} #`)).length;
  return same === 0 ? id : `${id} #${same + 1}`;
}

/** What each test reaches; what a file's hooks reach, every test of it does. */
function coverage(tests, { static: ofModules, perTest }) {
  const result = {};
  for (const { id } of tests) {
    const merged = { ...perTest[id] };
    const hooks = perTest[hooksOf(id.slice(0, id.indexOf(': ')))] ?? {};
    for (const [mutant, count] of Object.entries(hooks)) merged[mutant] = (merged[mutant] ?? 0) + count;
    result[id] = merged;
  }
  return { static: ofModules, perTest: result };
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'hub', injectableClass: TestRunner }];
