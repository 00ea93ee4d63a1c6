/** What `@jest/globals` exports, for tests that run without Jest: its own parts, put together as it does. */
import { ModernFakeTimers } from '@jest/fake-timers';
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';
import config from '../../jest.config.js';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';
export { expect };

const timers = new ModernFakeTimers({ global: globalThis, config: { fakeTimers: config.fakeTimers } });
const mocks = new ModuleMocker(globalThis);
const timersMethods = [
  'advanceTimersByTime',
  'advanceTimersByTimeAsync',
  'clearAllTimers',
  'getTimerCount',
  'runAllTimers',
  'runAllTimersAsync',
  'runOnlyPendingTimers',
  'runOnlyPendingTimersAsync',
  'setSystemTime',
  'useFakeTimers',
  'useRealTimers',
];
const mocksMethods = ['fn', 'spyOn', 'restoreAllMocks', 'clearAllMocks', 'resetAllMocks'];

export const jest = Object.fromEntries([
  ...timersMethods.map((name) => [name, timers[name].bind(timers)]),
  ...mocksMethods.map((name) => [name, mocks[name].bind(mocks)]),
]);

/** Undoes what a test has left: fake timers and spies. */
export function restoreGlobals() {
  timers.useRealTimers();
  mocks.restoreAllMocks();
}
