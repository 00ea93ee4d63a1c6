import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, openTestDatabase } from '../../../../test/support/database.js';
import { pseudonymOf } from '@hub/protocol';
import type { Database } from './database.js';
import { placeOf } from './database-fault.js';
import { claimDatabase } from './identity.js';
import { Migration20260101000500_identity } from './identity.migration.js';
import { fingerprintOf, WrongKey } from './key-fingerprint.js';
import { keepVersion, pseudonymKeysInForce, pseudonymsName } from './pseudonym-versions.js';

const [pseudonymKey, otherKey, nextKey] = ['one', 'other', 'next'].map((name) =>
  Buffer.from(`${name}-pseudonym-key-0123456789-0123456789`),
) as [Buffer, Buffer, Buffer];
const [auditKey, otherAuditKey] = [0, 1].map(() => generateKeyPairSync('ed25519').privateKey);
const owner = {
  rootPlace: '38',
  organisation: 'womens-union',
  place: placeOf('postgresql://hub@host/hub'),
  pseudonymKeyFile: '/keys/pseudonym.key',
};

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(newDatabase(), { entities: [], migrations: [Migration20260101000500_identity] });
});
afterAll(() => database.close());

test('a database takes its first key as its own, once, and refuses another with what was expected, what came, and where', async () => {
  const claim = (keys: object) => claimDatabase(database.em.fork(), { ...owner, ...keys });
  expect(await claim({ pseudonymKeys: [pseudonymKey] })).toEqual([
    expect.stringContaining(fingerprintOf(pseudonymKey)),
  ]);
  expect(await claim({ pseudonymKeys: [pseudonymKey] })).toEqual([]);
  const error: unknown = await claim({ pseudonymKeys: [otherKey] }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(WrongKey);
  const { message } = error as WrongKey;
  for (const part of [
    `fingerprint ${fingerprintOf(pseudonymKey)}`,
    `the one with ${fingerprintOf(otherKey)}`,
    'PSEUDONYM_KEY_FILE (/keys/pseudonym.key)',
    'the database "hub" on host:5432',
    'Put the former key back',
  ])
    expect(message).toContain(part);
  expect(await claim({ pseudonymKeys: [pseudonymKey] })).toEqual([]);
});

test('the audit log’s database keeps the key of its anchors as well', async () => {
  const claim = (key: unknown) => claimDatabase(database.em.fork(), { ...owner, auditKey: key as typeof auditKey });
  expect(await claim(auditKey)).toHaveLength(1);
  await expect(claim(otherAuditKey)).rejects.toThrow('AUDIT_KEY_FILE');
});

test('while it runs, too, another key is refused', async () => {
  const em = database.em.fork();
  expect(await pseudonymKeysInForce(em, [pseudonymKey])).toEqual([pseudonymKey]);
  await expect(pseudonymKeysInForce(em, [otherKey])).rejects.toBeInstanceOf(WrongKey);
});

test('the key of a next version is in force once the database’s pseudonyms are of it, and not before', async () => {
  const em = database.em.fork();
  const former = await pseudonymsName(em);
  expect(former).toMatch(/^1\.[0-9a-f]{8}$/);
  expect(await pseudonymKeysInForce(em, [pseudonymKey, nextKey])).toEqual([pseudonymKey]);
  await em.begin();
  await keepVersion(em, 2, nextKey);
  expect(await pseudonymKeysInForce(em, [pseudonymKey, nextKey, otherKey])).toEqual([pseudonymKey, nextKey]);
  await expect(pseudonymKeysInForce(em, [pseudonymKey])).rejects.toThrow(
    /pseudonym key of version 2 with the fingerprint \w+, .* but PSEUDONYM_KEY_FILE has none/,
  );
  await expect(pseudonymKeysInForce(em, [pseudonymKey, otherKey])).rejects.toThrow(fingerprintOf(otherKey));
  expect(await pseudonymsName(em)).toMatch(/^2\.[0-9a-f]{8}$/);
  await em.rollback();
  expect(await pseudonymsName(em)).toBe(former);
});

test('a fingerprint is no pseudonym, and tells keys apart', () => {
  const fingerprint = fingerprintOf(pseudonymKey);
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint).not.toBe(fingerprintOf(otherKey));
  expect(pseudonymOf('001180000007', [pseudonymKey])).not.toContain(fingerprint);
});

test('a database keeps its root place, and refuses another', async () => {
  const claim = (rootPlace: string) => claimDatabase(database.em.fork(), { ...owner, rootPlace });
  await claim('38');
  await expect(claim('40')).rejects.toThrow(
    'Expected ROOT_PLACE to be 38, whose data are in the database "hub" on host:5432, but got 40.',
  );
});
