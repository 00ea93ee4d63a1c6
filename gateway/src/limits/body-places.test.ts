import { expect, test } from '@jest/globals';
import { BodyPlaces } from './body-places.js';

test('a body that needs a place gets that of the one that has taken longest, of its own caller', () => {
  const places = new BodyPlaces(2);
  const dropped: string[] = [];
  const take = (callerId: string, body: string) => places.take(callerId, () => dropped.push(body));
  take('a', 'a1');
  const there = take('a', 'a2');
  take('b', 'b1');
  expect(dropped).toEqual([]);
  there();
  there();
  take('a', 'a3');
  expect(dropped).toEqual([]);
  take('a', 'a4');
  take('a', 'a5');
  expect(dropped).toEqual(['a1', 'a3']);
});
