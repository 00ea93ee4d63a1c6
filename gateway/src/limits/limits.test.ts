import { expect, test } from '@jest/globals';
import { forRoles, hubLimits, readLimits } from './limits.js';

test('limits that are given replace those of the hub', () => {
  expect(readLimits({ batch: 5, document: { depth: 7 } })).toEqual({
    ...hubLimits,
    batch: 5,
    document: { ...hubLimits.document, depth: 7 },
  });
});

test.each([[{ bacth: 5 }], [{ batch: 0 }], [{ cost: { app: 'much' } }], [{ rate: { app: { burst: 1 } } }], ['off']])(
  '%j are no limits',
  (given) => {
    expect(() => readLimits(given)).toThrow();
  },
);

test('a caller of several roles has the most that one of them has, and never less than everyone', () => {
  const most = (...roles: string[]) => forRoles({ anonymous: 2, app: 1, analyst: 3, staff: 4 }, roles, Number);
  expect([most(), most('app'), most('analyst'), most('staff', 'analyst'), most('constructor')]).toEqual([
    2, 2, 3, 4, 2,
  ]);
});
