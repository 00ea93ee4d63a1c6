import { createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { EventSeals, sealLength } from './event-seals.js';

const key = createSecretKey(Buffer.alloc(32, 1));
const both = () => [new EventSeals(key, 'request'), new EventSeals(key, 'request')] as const;

test('a seal is an HMAC of the request, the place, the type and the event', () => {
  const seals = new EventSeals(key, 'request');
  const expected = (index: number) => createHmac('sha256', key).update(`request\n${index}\nnext\n{}`).digest('base64');
  expect(seals.next('next', '{}')).toBe(expected(0));
  expect(seals.next('next', '{}')).toBe(expected(1));
  expect(expected(0)).toHaveLength(sealLength);
});

test('events are taken in their order, each once', () => {
  const [sent, taken] = both();
  const [first, second] = [sent.next('next', 'a'), sent.next('next', 'b')];
  expect(taken.isNext('next', 'b', second)).toBe(false);
  expect(taken.isNext('next', 'a', first)).toBe(true);
  expect(taken.isNext('next', 'a', first)).toBe(false);
  expect(taken.isNext('next', 'b', second)).toBe(true);
});

test.each([
  ['another type', ['complete', 'a']],
  ['another text', ['next', 'b']],
])('a seal is none of %s', (_, [type = '', data = '']) => {
  const [sent, taken] = both();
  expect(taken.isNext(type, data, sent.next('next', 'a'))).toBe(false);
});

test('a seal is none of another request or key, and none is none', () => {
  const seal = new EventSeals(key, 'request').next('next', 'a');
  expect(new EventSeals(key, 'other').isNext('next', 'a', seal)).toBe(false);
  expect(new EventSeals(createSecretKey(Buffer.alloc(32, 2)), 'request').isNext('next', 'a', seal)).toBe(false);
  const taken = new EventSeals(key, 'request');
  for (const given of [undefined, '', seal.slice(1), `${seal}x`]) expect(taken.isNext('next', 'a', given)).toBe(false);
  expect(taken.isNext('next', 'a', seal)).toBe(true);
});
