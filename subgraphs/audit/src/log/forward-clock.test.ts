import { expect, test } from '@jest/globals';
import { forwardClock } from './forward-clock.js';

test('a forward clock stands while the machine’s is set back, and then goes on', () => {
  const machine = [1000, 46_000, 2000, 45_999, 46_001];
  const clock = forwardClock(() => machine.shift() ?? NaN);
  const told = Array.from({ length: 5 }, () => clock().getTime());
  expect(told).toEqual([1000, 46_000, 46_000, 46_000, 46_001]);
});
