import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createKeyIfMissing, createSigningKeyIfMissing } from './secret-files.js';

test('a key is made once, for its owner alone', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'folder', 'key');
  createKeyIfMissing(file);
  const key = readFileSync(file, 'utf8');
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  createKeyIfMissing(file);
  expect(readFileSync(file, 'utf8')).toBe(key);
});

test('a key to sign with is made once, with an id', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'key.json');
  createSigningKeyIfMissing(file);
  const key = readFileSync(file, 'utf8');
  expect(JSON.parse(key)).toMatchObject({
    kty: 'EC',
    crv: 'P-256',
    alg: 'ES256',
    d: expect.any(String),
    kid: expect.any(String),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  createSigningKeyIfMissing(file);
  expect(readFileSync(file, 'utf8')).toBe(key);
});
