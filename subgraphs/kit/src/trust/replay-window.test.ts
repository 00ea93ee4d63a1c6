import { describe, expect, test } from '@jest/globals';
import { ReplayWindow } from './replay-window.js';

describe('the replay window', () => {
  test('takes each number once, in any order', () => {
    const window = new ReplayWindow();
    expect([1, 3, 2, 3, 1, 2, 4, 100, 99, 100, 5].map((number) => window.take(number))).toEqual([
      ...[true, true, true, false, false, false, true, true, true, false, true],
    ]);
  });

  test('agrees with a set of all that was seen, over numbers in random order', () => {
    const window = new ReplayWindow();
    const seen = new Set<number>();
    let random = 42;
    for (let i = 1; i <= 200_000; i++) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      const number = Math.max(1, i - (random % 5000));
      if (window.take(number) === seen.has(number)) throw new Error(`wrong about ${number}`);
      seen.add(number);
    }
    expect(seen.size).toBeGreaterThan(100_000);
  });

  test('takes no number that it may have forgotten', () => {
    const window = new ReplayWindow();
    window.take(70_000);
    expect(window.take(70_000 - 65_535)).toBe(true);
    expect(window.take(70_000 - 65_536)).toBe(false);
    window.take(10_000_000);
    expect([70_000, 10_000_000, 9_999_999].map((number) => window.take(number))).toEqual([false, false, true]);
  });
});
