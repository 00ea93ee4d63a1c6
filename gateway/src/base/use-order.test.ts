import { expect, test } from '@jest/globals';
import { Used, UseOrder } from './use-order.js';

test('an order has what was not used for longest first', () => {
  const order = new UseOrder<string>();
  expect([order.isEmpty, [...order]]).toEqual([true, []]);
  const [a, b, c] = ['a', 'b', 'c'].map((one) => new Used(one)) as [Used<string>, Used<string>, Used<string>];
  for (const one of [a, b, c]) order.add(one);
  order.use(c);
  expect([...order]).toEqual(['a', 'b', 'c']);
  order.use(a);
  expect([...order]).toEqual(['b', 'c', 'a']);
  order.use(c);
  expect([...order]).toEqual(['b', 'a', 'c']);
  order.remove(a);
  expect([...order]).toEqual(['b', 'c']);
  order.remove(b);
  order.remove(c);
  expect([order.isEmpty, [...order]]).toEqual([true, []]);
  order.add(a);
  expect([...order]).toEqual(['a']);
});
