import { expect, test } from '@jest/globals';
import { inForceOn, nearestTo } from './in-force.js';

const first = { validFrom: '2025-01-01', validUntil: '2026-12-31' };
const second = { validFrom: '2027-01-01', validUntil: '2028-12-31' };

test.each([
  ['2024-12-31', undefined, first],
  ['2025-01-01', first, first],
  ['2026-12-31', first, first],
  ['2027-01-01', second, second],
  ['2029-01-01', undefined, second],
])('on %s', (day, inForce, nearest) => {
  expect(inForceOn([first, second], day)).toBe(inForce);
  expect(nearestTo([first, second], day)).toBe(nearest);
});

test('without an end one is in force for good; of none, none is', () => {
  const open = { validFrom: '2025-01-01', validUntil: null };
  expect(inForceOn([open], '2099-01-01')).toBe(open);
  const none: (typeof open)[] = [];
  expect(nearestTo(none, '2026-01-01')).toBeUndefined();
});
