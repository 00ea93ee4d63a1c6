import { generateKeyPairSync } from 'node:crypto';
import { keyId } from '../index.js';
import { expect, test } from '@jest/globals';
import { EnvelopeFault, type KeyEnvelopeContent, openKeys, sealKeys } from './key-envelope.js';

const sealing = { university: generateKeyPairSync('x25519'), education: generateKeyPairSync('x25519') };
const signing = [0, 1].map(() => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { own: { id: keyId(publicKey), key: privateKey }, trusted: { id: keyId(publicKey), key: publicKey } };
}) as [Pair, Pair];
type Pair = Record<'own' | 'trusted', { id: string; key: ReturnType<typeof generateKeyPairSync>['publicKey'] }>;

const secret = 'A'.repeat(43);
const content: KeyEnvelopeContent = {
  format: 1,
  kind: 'period keys',
  from: 'womens-union',
  keys: { '2026-11': secret },
};
const targets = new Map(Object.entries(sealing).map(([code, { publicKey }]) => [code, publicKey]));
const seal = (what: object = content) => sealKeys(what as KeyEnvelopeContent, targets, signing[0].own);
const open = (text: string, organisation: keyof typeof sealing = 'university', signer = signing[0]) =>
  openKeys(text, 'period keys', {
    organisation,
    sealingKey: sealing[organisation].privateKey,
    signers: [signing[1].trusted, signer.trusted],
  });

test('each organisation that it is sealed to opens it, and nobody reads a key in it', async () => {
  const text = await seal();
  expect(await open(text)).toEqual(content);
  expect(await open(text, 'education')).toEqual(content);
  const { payload } = JSON.parse(text) as { payload: string };
  expect(text + Buffer.from(payload, 'base64url').toString()).not.toContain(secret);
});

test('none other opens it', async () => {
  const text = await seal();
  const other = generateKeyPairSync('x25519').privateKey;
  const opener = { organisation: 'university', sealingKey: other, signers: [signing[0].trusted] };
  await expect(openKeys(text, 'period keys', opener)).rejects.toThrow(
    'does not open with the sealing key of university',
  );
  await expect(openKeys(text, 'period keys', { ...opener, organisation: 'youth-union' })).rejects.toThrow(
    'Expected an envelope for youth-union, but it is for university, education.',
  );
});

test('a changed character anywhere opens nothing else', async () => {
  const text = await seal();
  for (let at = 0; at < text.length; at += 7) {
    const changed = text.slice(0, at) + (text[at] === 'B' ? 'C' : 'B') + text.slice(at + 1);
    // The last characters of base64url have unused bits.
    const outcome = await open(changed).catch((error: unknown) => error);
    if (!(outcome instanceof EnvelopeFault)) expect(outcome).toEqual(content);
  }
  const middle = Math.floor(text.length / 2);
  const changed = text.slice(0, middle) + (text[middle] === 'B' ? 'C' : 'B') + text.slice(middle + 1);
  await expect(open(changed)).rejects.toThrow('its signature is another');
});

test('a signature of the same key on something else is none', async () => {
  await expect(open(await seal(), 'university', signing[1])).rejects.toThrow('its signature is another');
  const { FlattenedSign } = await import('jose');
  const { payload } = JSON.parse(await seal()) as { payload: string };
  const signed = await new FlattenedSign(Buffer.from(payload, 'base64url'))
    .setProtectedHeader({ alg: 'EdDSA', kid: signing[0].own.id })
    .sign(signing[0].own.key);
  await expect(open(JSON.stringify(signed))).rejects.toThrow('its signature is another');
});

test.each([
  ['a month that is none', { ...content, keys: { '2026-13': secret } }, /2026-13: /],
  ['a key that is none', { ...content, keys: { '2026-11': 'short' } }, /2026-11: expected 32 bytes/],
  ['another format', { ...content, format: 2 }, /format: /],
  ['what it does not know', { ...content, more: true }, /Unrecognized key/],
  [
    'a key of pseudonyms',
    { format: 1, kind: 'pseudonym key', from: 'womens-union', version: 2, after: 'x', key: secret },
    /Expected an envelope with period keys, but it has pseudonym key\./,
  ],
])('with %s it is refused, and nothing of a key repeated', async (_name, what, message) => {
  const fault: unknown = await open(await seal(what)).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(EnvelopeFault);
  expect((fault as EnvelopeFault).message).toMatch(message);
  expect((fault as EnvelopeFault).message).not.toContain(secret);
});
