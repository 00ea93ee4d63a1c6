import { beforeEach, describe, expect, test } from '@jest/globals';
import { ConcurrencyLimit, type Waiter } from './concurrency-limit.js';

describe('the concurrency limit', () => {
  let stats: { inFlight: number; queued: number };
  let started: string[];
  /** A waiter; the first letter of its name is its caller, in tests with callers. */
  const waiter = (name: string): Waiter => ({ callerId: undefined, start: () => started.push(name) });
  const ofCaller = (name: string): Waiter => ({ callerId: name[0], start: () => started.push(name) });
  const entering = (limit: ConcurrencyLimit, names: readonly string[]) =>
    names.map((name) => {
      const one = ofCaller(name);
      return { one, entered: limit.enter(one) };
    });

  beforeEach(() => {
    stats = { inFlight: 0, queued: 0 };
    started = [];
  });

  test('lets as many start as there are places, the others in the order in which they came', () => {
    const limit = new ConcurrencyLimit(2, 10, stats);
    const all = ['a', 'b', 'c', 'd'].map(waiter);
    for (const each of all) expect(limit.enter(each)).toBe(true);
    expect(started).toEqual(['a', 'b']);
    expect(stats).toEqual({ inFlight: 2, queued: 2 });
    limit.leave(waiter('a'));
    expect(started).toEqual(['a', 'b', 'c']);
    limit.leave(waiter('b'));
    limit.leave(waiter('c'));
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    expect(stats).toEqual({ inFlight: 1, queued: 0 });
  });

  test('refuses one more than may wait', () => {
    const limit = new ConcurrencyLimit(1, 1, stats);
    expect(['a', 'b', 'c'].map((name) => limit.enter(waiter(name)))).toEqual([true, true, false]);
  });

  test('forgets one that waits no longer', () => {
    const limit = new ConcurrencyLimit(1, 2, stats);
    const [a, b, c] = [waiter('a'), waiter('b'), waiter('c')];
    for (const each of [a, b, c]) limit.enter(each);
    limit.withdraw(b);
    limit.withdraw(b);
    limit.withdraw(a);
    expect(stats).toEqual({ inFlight: 1, queued: 1 });
    limit.leave(a);
    expect(started).toEqual(['a', 'c']);
  });

  test('hands a place on through any number that leave it at once', () => {
    const limit = new ConcurrencyLimit(1, 100_000, stats);
    const first = waiter('first');
    limit.enter(first);
    let left = 0;
    const hasty = Array.from({ length: 50_000 }, () => {
      const one: Waiter = {
        callerId: undefined,
        start: () => {
          left += 1;
          limit.leave(one);
        },
      };
      return one;
    });
    for (const each of hasty) limit.enter(each);
    limit.enter(waiter('last'));
    limit.leave(first);
    expect(left).toBe(50_000);
    expect(started).toEqual(['first', 'last']);
    expect(stats).toEqual({ inFlight: 1, queued: 0 });
  });

  test('leaves a quarter of the places to others than the one who asks for all', () => {
    const limit = new ConcurrencyLimit(4, 100, stats);
    entering(limit, ['a1', 'a2', 'a3', 'a4', 'a5']);
    expect(started).toEqual(['a1', 'a2', 'a3']);
    entering(limit, ['b1']);
    expect(started).toEqual(['a1', 'a2', 'a3', 'b1']);
    limit.leave(ofCaller('b1'));
    expect(started).toHaveLength(4);
    limit.leave(ofCaller('a1'));
    expect(started).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
  });

  test('takes callers of whom nothing is known for one beside each that is known', () => {
    const limit = new ConcurrencyLimit(4, 100, stats);
    const unknown = (name: string): Waiter => ({ callerId: `anonymous ${name}`, start: () => started.push(name) });
    const all = ['1', '2', '3', '4', '5', '6'].map(unknown);
    for (const one of all) limit.enter(one);
    expect(started).toEqual(['1', '2', '3']);
    entering(limit, ['k1', 'k2', 'k3']);
    expect(started).toEqual(['1', '2', '3', 'k1']);
    for (const one of all.slice(0, 3)) limit.leave(one);
    expect(started).toEqual(['1', '2', '3', 'k1', '4', 'k2', '5']);
  });

  test('gives places to callers in turn, whoever has more that wait', () => {
    const limit = new ConcurrencyLimit(1, 100, stats);
    const [first] = entering(limit, ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
    let holder = first?.one;
    for (let turn = 0; turn < 6 && holder; turn += 1) {
      limit.leave(holder);
      holder = ofCaller(started.at(-1) ?? '');
    }
    expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  test('has no more of one caller wait than its share, and takes the others’ still', () => {
    const limit = new ConcurrencyLimit(1, 8, stats);
    const entered = (names: readonly string[]) => entering(limit, names).map((each) => each.entered);
    expect(entered(['a1', 'a2', 'a3', 'a4'])).toEqual([true, true, true, false]);
    expect(entered(['b1', 'b2', 'b3'])).toEqual([true, true, false]);
    expect(entered(['c1', 'd1', 'e1', 'f1', 'g1'])).toEqual([true, true, true, true, false]);
    expect(stats.queued).toBe(8);
  });

  test('forgets callers that have nothing left', () => {
    const limit = new ConcurrencyLimit(4, 100, stats);
    for (let round = 0; round < 3; round += 1) {
      const all = entering(limit, ['a1', 'a2', 'a3', 'a4']);
      const last = all[3]?.one;
      if (last) limit.withdraw(last);
      for (const { one } of all.slice(0, 3)) limit.leave(one);
    }
    expect(started).toHaveLength(9);
    expect(stats).toEqual({ inFlight: 0, queued: 0 });
  });
});
