import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isSigned, signAnchor } from './anchor.js';

const { privateKey } = generateKeyPairSync('ed25519');
const anchor = signAnchor({ sequence: 7, hash: 'ab'.repeat(32) }, privateKey, new Date('2026-11-25T00:00:00Z'));

test('an anchor is signed as it is', () => {
  expect(isSigned(anchor)).toBe(true);
});

test.each([
  ['another place', { sequence: 8 }],
  ['another hash', { hash: 'cd'.repeat(32) }],
  ['another time', { at: '2026-11-26T00:00:00.000Z' }],
  ['another key', { publicKey: signAnchor(anchor, generateKeyPairSync('ed25519').privateKey, new Date()).publicKey }],
  ['no key', { publicKey: 'AAAA' }],
  ['no signature', { signature: '' }],
])('and not with %s', (_name, changed) => {
  expect(isSigned({ ...anchor, ...changed })).toBe(false);
});
