import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { CallbackDesk } from './callback-desk.js';
import { PushedEvents } from './pushed-events.js';

let desk: CallbackDesk;
let events: PushedEvents;
let opened: ReturnType<CallbackDesk['open']>;

beforeEach(() => {
  jest.useFakeTimers();
  desk = new CallbackDesk(() => 'https://hub.example/callback');
  events = new PushedEvents('movement', new AbortController().signal, () => {
    opened.close();
  });
  opened = desk.open('movement', events);
});
afterEach(() => {
  opened.close();
  jest.useRealTimers();
});

const post = (message: object) => {
  const { subscriptionId: id, verifier } = opened.extension;
  return desk.receive(id, JSON.stringify({ id, verifier, ...message }), undefined);
};

const all = async () => {
  const told: unknown[] = [];
  for await (const { data, errors } of events) told.push({ data, errors: errors.map(({ message }) => message) });
  return told;
};

test('takes events until they are complete, and then knows the subscription no more', async () => {
  const { callbackUrl, subscriptionId } = opened.extension;
  expect(callbackUrl).toBe(`https://hub.example/callback/${subscriptionId}`);
  expect(post({ action: 'check' })).toBe(204);
  expect(post({ action: 'next', payload: { data: { n: 1 } } })).toBe(204);
  expect(post({ action: 'complete', errors: [{ message: 'the source is gone' }] })).toBe(204);
  expect(post({ action: 'check' })).toBe(404);
  expect(await all()).toEqual([
    { data: { n: 1 }, errors: [] },
    { data: null, errors: ['the source is gone'] },
  ]);
});

test.each([
  ['no verifier of this subscription', { action: 'next', verifier: 'x', payload: { data: { n: 7 } } }, 404],
  ['another subscription’s id', { action: 'next', id: 'other', payload: { data: { n: 7 } } }, 404],
  ['no action that there is', { action: 'start' }, 400],
  ['a verifier that is no text', { action: 'check', verifier: 1 }, 400],
])('refuses whoever posts with %s, and nobody hears of it', async (_what, message, status) => {
  expect(post(message)).toBe(status);
  post({ action: 'complete' });
  expect(await all()).toEqual([]);
});

test('says of a message before it is parsed whether it may be one of a subscription', () => {
  const { subscriptionId, verifier } = opened.extension;
  expect([desk.awaits(subscriptionId), desk.awaits('other'), desk.awaits('__proto__')]).toEqual([true, false, false]);
  expect(desk.isFor(subscriptionId, Buffer.from(`[[["${verifier}`))).toBe(true);
  expect(desk.isFor(subscriptionId, Buffer.from('[[['))).toBe(false);
  expect(desk.isFor('other', Buffer.from(verifier))).toBe(false);
});

test('refuses what is no JSON', () => {
  expect(desk.receive(opened.extension.subscriptionId, '{', undefined)).toBe(400);
});

test('gives a subscription up whose subgraph is not heard of three times in a row', async () => {
  const { heartbeatIntervalMs } = opened.extension;
  jest.advanceTimersByTime(2.9 * heartbeatIntervalMs);
  expect(post({ action: 'check' })).toBe(204);
  jest.advanceTimersByTime(2.9 * heartbeatIntervalMs);
  expect(post({ action: 'next', payload: { data: { n: 1 } } })).toBe(204);
  jest.advanceTimersByTime(3 * heartbeatIntervalMs);
  expect(post({ action: 'check' })).toBe(404);
  await expect(all()).rejects.toMatchObject({ code: 'SUBSCRIPTION_LOST' });
});
