import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inMemory, openTestDatabase } from '../../../../test/support/database.js';
import { pseudonymOf } from '../ledger/pseudonym.js';
import type { Database } from './database.js';
import { placeOf } from './database-fault.js';
import { claimDatabase, fingerprintOf, refuseOtherKey, WrongKey } from './identity.js';
import { Migration20260101000500_identity } from './identity.migration.js';

const [pseudonymKey, otherKey] = ['one', 'other'].map((name) =>
  Buffer.from(`${name}-pseudonym-key-0123456789-0123456789`),
);
const [auditKey, otherAuditKey] = [0, 1].map(() => generateKeyPairSync('ed25519').privateKey);
const owner = {
  rootPlace: '38',
  organisation: 'womens-union',
  place: placeOf('postgresql://hub@host/hub'),
  pseudonymKeyFile: '/keys/pseudonym.key',
};

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(inMemory, { entities: [], migrations: [Migration20260101000500_identity] });
});
afterAll(() => database.close());

test('a database takes its first key as its own, once, and refuses another with what was expected, what came, and where', async () => {
  const claim = (keys: object) => claimDatabase(database.em.fork(), { ...owner, ...keys });
  expect(await claim({ pseudonymKey })).toEqual([expect.stringContaining(fingerprintOf(pseudonymKey as Buffer))]);
  expect(await claim({ pseudonymKey })).toEqual([]);
  const error: unknown = await claim({ pseudonymKey: otherKey }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(WrongKey);
  const { message } = error as WrongKey;
  for (const part of [
    `fingerprint ${fingerprintOf(pseudonymKey as Buffer)}`,
    `the one with ${fingerprintOf(otherKey as Buffer)}`,
    'PSEUDONYM_KEY_FILE (/keys/pseudonym.key)',
    'the database "hub" on host:5432',
    'Put the former key back',
  ])
    expect(message).toContain(part);
  expect(await claim({ pseudonymKey })).toEqual([]);
});

test('the audit log’s database keeps the key of its anchors as well', async () => {
  const claim = (key: unknown) => claimDatabase(database.em.fork(), { ...owner, auditKey: key as typeof auditKey });
  expect(await claim(auditKey)).toHaveLength(1);
  await expect(claim(otherAuditKey)).rejects.toThrow('AUDIT_KEY_FILE');
});

test('while it runs, too, another key is refused', async () => {
  const em = database.em.fork();
  await refuseOtherKey(em, 'pseudonymKey', pseudonymKey as Buffer);
  await expect(refuseOtherKey(em, 'pseudonymKey', otherKey as Buffer)).rejects.toBeInstanceOf(WrongKey);
});

test('a fingerprint is no pseudonym, and tells keys apart', () => {
  const fingerprint = fingerprintOf(pseudonymKey as Buffer);
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint).not.toBe(fingerprintOf(otherKey as Buffer));
  expect(pseudonymOf('001180000007', pseudonymKey as Buffer)).not.toContain(fingerprint);
});

test('a database keeps its root place, and refuses another', async () => {
  const claim = (rootPlace: string) => claimDatabase(database.em.fork(), { ...owner, rootPlace });
  await claim('38');
  await expect(claim('40')).rejects.toThrow(
    'Expected ROOT_PLACE to be 38, whose data are in the database "hub" on host:5432, but got 40.',
  );
});
