import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { returnMemoryWhenIdle } from './return-memory.js';

const megabyte = 1024 * 1024;

let memory: number;
let busy: number;
let collected: number;
let end: () => void;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  [memory, busy, collected] = [100 * megabyte, 0, 0];
  end = returnMemoryWhenIdle({
    log: { info: jest.fn() },
    collect: () => {
      collected += 1;
      memory = 120 * megabyte;
    },
    resident: () => memory,
    utilization: () => ({ idle: 0, active: 0, utilization: busy }),
    now: () => Date.now(),
  });
});
afterEach(() => {
  end();
  jest.useRealTimers();
});

test('memory is returned once a process that needed much is idle', () => {
  [memory, busy] = [500 * megabyte, 0.5];
  jest.advanceTimersByTime(60_000);
  expect(collected).toBe(0);
  busy = 0.01;
  jest.advanceTimersByTime(5000);
  expect(collected).toBe(0);
  jest.advanceTimersByTime(5000);
  expect(collected).toBe(1);
});

test('nothing is done for little', () => {
  memory = 150 * megabyte;
  jest.advanceTimersByTime(120_000);
  expect(collected).toBe(0);
});

test('the event loop is held up once a minute at most', () => {
  memory = 500 * megabyte;
  jest.advanceTimersByTime(10_000);
  memory = 500 * megabyte;
  jest.advanceTimersByTime(55_000);
  expect(collected).toBe(1);
  jest.advanceTimersByTime(10_000);
  expect(collected).toBe(2);
  jest.advanceTimersByTime(120_000);
  expect(collected).toBe(2);
});

test('it ends when it is told to', () => {
  end();
  memory = 500 * megabyte;
  jest.advanceTimersByTime(60_000);
  expect(collected).toBe(0);
});
