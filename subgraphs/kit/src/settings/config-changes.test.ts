import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.js';
import { ConfigChanges } from './config-changes.js';

const pseudonymKey = Buffer.from('a-pseudonym-key-0123456789-0123456789');
const first = { pseudonymKeys: [pseudonymKey], port: 1 } as unknown as Config;

/** Changes with the given files, the configurations in force, and the logged lines. */
function changesOf(read: () => unknown) {
  const taken: Config[] = [];
  const lines: string[] = [];
  const changes = new ConfigChanges(read as () => Config, first);
  changes.onChange((config) => taken.push(config));
  changes.report({
    info: (message: string) => lines.push(message),
    error: ({ reason }: { reason: string }) => lines.push(reason),
  } as unknown as FastifyBaseLogger);
  return { changes, taken, lines };
}

test('what is read anew is put in force', () => {
  const next = { ...first, port: 2 };
  const { changes, taken, lines } = changesOf(() => next);
  changes.reload();
  expect(taken).toEqual([next]);
  expect(lines).toEqual(['certificates, keys and tokens were read anew, and are in force']);
});

test('where a file is torn nothing changes, and the log says why, once', () => {
  const { changes, taken, lines } = changesOf(() => {
    throw new Error('TLS_…_FILE: expected certificates and a key that belong together');
  });
  changes.reload();
  expect(taken).toEqual([]);
  expect(lines).toEqual(['TLS_…_FILE: expected certificates and a key that belong together']);
});

test('the key of a next version comes beside the former one', () => {
  const next = { ...first, pseudonymKeys: [pseudonymKey, Buffer.from('the-next-key-0123456789-0123456789-01')] };
  const { changes, taken } = changesOf(() => next);
  changes.reload();
  expect(taken).toEqual([next]);
});

test.each([
  ['PSEUDONYM_KEY_FILE', { pseudonymKeys: [Buffer.from('another-key-0123456789-0123456789-012')] }],
  ['PSEUDONYM_KEY_FILE', { pseudonymKeys: undefined }],
  ['AUDIT_KEY_FILE', { auditKey: generateKeyPairSync('ed25519').privateKey }],
])('a key that data were made with is not exchanged: %s', (setting, keys) => {
  const { changes, taken, lines } = changesOf(() => ({ ...first, ...keys }));
  changes.reload();
  expect(taken).toEqual([]);
  expect(lines).toEqual([expect.stringContaining(`${setting}: expected the key with the fingerprint`)]);
});
