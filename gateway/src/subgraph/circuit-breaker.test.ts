import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CircuitBreaker, noBreaker } from './circuit-breaker.js';
import type { BreakerState } from '../connection/subgraph-stats.js';

const options = { failureRatio: 0.5, minimumFetches: 4, windowMs: 1000, openMs: 500, probes: 2 };

describe('the circuit breaker', () => {
  let states: BreakerState[];
  let breaker: CircuitBreaker;

  beforeEach(() => {
    jest.useFakeTimers();
    states = [];
    breaker = new CircuitBreaker(options, (state) => states.push(state));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const wait = (milliseconds: number) => {
    jest.advanceTimersByTime(milliseconds);
  };
  const fail = (times: number) => {
    for (let i = 0; i < times; i++) breaker.failed(breaker.letPass());
  };
  const succeed = (times: number) => {
    for (let i = 0; i < times; i++) breaker.succeeded(breaker.letPass());
  };

  test('opens when half of enough fetches failed, and lets nothing pass then', () => {
    succeed(2);
    fail(1);
    expect(breaker.refuses()).toBe(false);
    fail(1);
    expect(states).toEqual(['open']);
    expect(breaker.refuses()).toBe(true);
    expect(breaker.letPass()).toBe(0);
  });

  test('stays closed where few failed, or few were asked', () => {
    fail(3);
    expect(states).toEqual([]);
    wait(2000);
    succeed(6);
    fail(5);
    expect(states).toEqual([]);
  });

  test('forgets what is longer ago than two windows', () => {
    fail(3);
    wait(2000);
    fail(3);
    expect(states).toEqual([]);
    wait(1000);
    fail(1);
    expect(states).toEqual(['open']);
  });

  test('tries with a few after a while, and closes when one succeeds', () => {
    fail(4);
    wait(499);
    expect(breaker.letPass()).toBe(0);
    wait(1);
    const probe = breaker.letPass();
    expect([probe > 0, breaker.letPass() > 0, breaker.letPass()]).toEqual([true, true, 0]);
    breaker.succeeded(probe);
    expect(states).toEqual(['open', 'half-open', 'closed']);
    fail(3);
    expect(breaker.refuses()).toBe(false);
  });

  test('opens again for as long when a trial fails', () => {
    fail(4);
    wait(500);
    fail(1);
    expect(states).toEqual(['open', 'half-open', 'open']);
    wait(499);
    expect(breaker.refuses()).toBe(true);
    wait(1);
    expect(breaker.refuses()).toBe(false);
  });

  test('lets another try where a trial told nothing', () => {
    fail(4);
    wait(500);
    const probes = [breaker.letPass(), breaker.letPass()];
    expect(breaker.refuses()).toBe(true);
    breaker.left(probes[0] ?? 0);
    expect(breaker.refuses()).toBe(false);
  });

  test('takes nothing from fetches that were let out before its state changed', () => {
    const [late, later] = [breaker.letPass(), breaker.letPass()];
    fail(4);
    breaker.succeeded(late);
    expect(states).toEqual(['open']);
    wait(500);
    breaker.letPass();
    breaker.failed(later);
    expect(states).toEqual(['open', 'half-open']);
  });

  test('lets who passed once pass again until its state changes', () => {
    const held = breaker.letPass();
    expect(breaker.letPass(held)).toBe(held);
    fail(4);
    expect(breaker.refuses(held)).toBe(true);
    expect(breaker.letPass(held)).toBe(0);
    wait(500);
    const probe = breaker.letPass(held);
    breaker.letPass();
    expect(breaker.refuses()).toBe(true);
    expect(breaker.refuses(probe)).toBe(false);
  });

  test('never opens where there is to be none', () => {
    breaker = new CircuitBreaker(noBreaker, (state) => states.push(state));
    fail(100);
    expect(states).toEqual([]);
  });
});
