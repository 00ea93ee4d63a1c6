import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signSnapshot } from '@hub/protocol';
import { createKeyPairIfMissing, publicFileOf, readSigningKey } from '@hub/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RegistrySnapshots } from './registry-snapshots.js';

let folder: string;
let key: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-snapshots-'));
  key = join(folder, 'registry.key');
  createKeyPairIfMissing(key);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Opens the snapshots of a registry that signs with a key. */
async function openUnder(signingKey: Parameters<typeof signSnapshot>[1]) {
  const at = new Date().toISOString();
  const signed = signSnapshot({ format: 1, number: 1, at, organisations: [], supergraph: 'type Query' }, signingKey);
  const registry = createServer((_request, response) => response.end(JSON.stringify(signed)));
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const kept = join(folder, 'registry');
  try {
    const keyFiles = [publicFileOf(key)];
    const snapshots = await RegistrySnapshots.open({
      url,
      token: 'f'.repeat(32),
      folder: kept,
      keyFiles,
      firstMs: 1500,
    });
    await snapshots.close();
  } finally {
    await new Promise((done) => registry.close(done));
  }
  return kept;
}

test('the first snapshot of all is taken under the key of the registry’s that the gateway was given', async () => {
  expect(existsSync(join(await openUnder(readSigningKey(key)), 'snapshot.json'))).toBe(true);
});

test.each([
  ['another key', { id: 'other', key: generateKeyPairSync('ed25519').privateKey }, 'but got "other"'],
  ['no key', undefined, 'but got none'],
])('the first of all is refused under %s', async (_case, other, told) => {
  await expect(openUnder(other)).rejects.toThrow(told);
  expect(existsSync(join(folder, 'registry/snapshot.json'))).toBe(false);
});
