import { expect, test } from '@jest/globals';
import { readSessionGrant, readSessionOffer, sessionTranscript } from './session-messages.js';

const offer = { audience: 'a', publicKey: 'k' };
const grant = { session: 's'.repeat(22), publicKey: 'k', seconds: 60 };

test('offers and grants are read, and nothing else of them', () => {
  expect(readSessionOffer(JSON.stringify({ ...offer, more: 1 }))).toEqual(offer);
  expect(readSessionGrant(JSON.stringify({ ...grant, more: 1 }))).toEqual(grant);
  expect(sessionTranscript('signature', '{"a":1}')).toBe('signature\n{"a":1}');
});

test.each([
  '',
  '[]',
  'null',
  '{',
  JSON.stringify({ ...offer, audience: 1 }),
  JSON.stringify({ ...offer, publicKey: null }),
])('no offer: %s', (text) => {
  expect(readSessionOffer(text)).toBeUndefined();
});

test.each([
  '',
  '{',
  JSON.stringify({ ...grant, session: undefined }),
  JSON.stringify({ ...grant, session: 'a b' }),
  JSON.stringify({ ...grant, publicKey: 1 }),
  JSON.stringify({ ...grant, seconds: '60' }),
  JSON.stringify({ ...grant, seconds: 0 }),
  JSON.stringify({ ...grant, seconds: -1 }),
])('no grant: %s', (text) => {
  expect(readSessionGrant(text)).toBeUndefined();
});
