import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Anchor, keyId, readAnchorMessage, signatureOf, signedAnswer } from '@hub/protocol';
import { KeyRing } from '@hub/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { elapse, until } from '../../../test/support/until.js';
import type { UncheckedAnswer } from './signer.js';
import { AuditHeads } from './audit-heads.js';

const subgraphKey = generateKeyPairSync('ed25519');
const gatewayKey = generateKeyPairSync('ed25519');
const own = { id: keyId(subgraphKey.publicKey), key: subgraphKey.privateKey };
let folder: string;
let trusted: KeyRing;
let received: { readonly audience: string; readonly sequence: number }[];
let answer: { status: number; isSigned: boolean };
let log: string[];
let heads: AuditHeads;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heads-'));
  const file = join(folder, 'subgraph.pub');
  writeFileSync(file, subgraphKey.publicKey.export({ type: 'spki', format: 'pem' }));
  trusted = new KeyRing({ files: [file], onError: () => undefined });
  received = [];
  log = [];
  answer = { status: 200, isSigned: true };
  heads = new AuditHeads({ error: (_fields: unknown, message: string) => log.push(message) } as never);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const head = (sequence: number, second = sequence): string =>
  JSON.stringify({
    ...{
      sequence,
      hash: 'ab'.repeat(32),
      publicKey: 'AAAA',
      signature: Buffer.from(`${sequence} ${second}`).toString('base64'),
    },
    at: new Date(Date.UTC(2026, 10, 25, 8, 0, second)).toISOString(),
  } satisfies Anchor);

const open = (subgraph: string) =>
  heads.open({
    ...{ subgraph, target: '/trust/anchor', trusted },
    signingKey: () => ({ id: keyId(gatewayKey.publicKey), key: gatewayKey.privateKey }),
    post: ({ headers, body }): Promise<UncheckedAnswer> => {
      const { audience, anchor } = readAnchorMessage(String(body)) ?? { audience: '', anchor: { sequence: 0 } };
      received.push({ audience, sequence: anchor.sequence });
      const { status, isSigned } = answer;
      const answered = { status, headers: {}, requestSignature: signatureOf(headers as never) };
      const signed = isSigned ? signedAnswer(answered, own, Math.floor(Date.now() / 1000)).headers : {};
      return Promise.resolve({ status, headers: { ...signed }, body: undefined });
    },
    log: {
      info: (_fields: unknown, message: string) => log.push(message),
      warn: (_fields: unknown, message: string) => log.push(message),
      error: (_fields: unknown, message: string) => log.push(message),
    } as never,
  });
const sequences = () => received.map(({ audience, sequence }) => `${audience} ${sequence}`);
const untilReceived = (count: number) =>
  until(() => received.length >= count, { what: `${count} heads received`, seen: sequences });

test('the first head goes to every subgraph at once, what follows when it is asked for, each once', async () => {
  open('university');
  open('youth-union');
  await heads.bring();
  expect(received).toEqual([]);
  heads.take(head(1));
  await untilReceived(2);
  expect(sequences().sort()).toEqual(['university 1', 'youth-union 1']);
  heads.take(head(2));
  heads.take(head(3));
  await elapse(20, 'nothing is brought before it is asked for');
  expect(received).toHaveLength(2);
  await heads.bring();
  await heads.bring();
  expect(sequences().slice(2).sort()).toEqual(['university 3', 'youth-union 3']);
  heads.take(head(4));
  await heads.close();
  expect(received).toHaveLength(6);
});

test('a subgraph that comes later has the newest at once, and one that left has no more', async () => {
  const first = open('university');
  heads.take(head(1));
  await untilReceived(1);
  first.close();
  open('youth-union');
  await untilReceived(2);
  heads.take(head(2));
  await heads.bring();
  expect(sequences()).toEqual(['university 1', 'youth-union 1', 'youth-union 2']);
});

test('answers in another order change nothing, but a log that goes back is told', async () => {
  open('university');
  heads.take(head(5));
  heads.take(head(4));
  await heads.bring();
  heads.take(head(3, 30));
  await heads.bring();
  expect(sequences()).toEqual(['university 5', 'university 3']);
});

test.each([
  ['it fails', { status: 503, isSigned: true }],
  ['another answers', { status: 200, isSigned: false }],
])('a head is brought again where %s, and that is said once', async (_name, wrong) => {
  open('university');
  answer = wrong;
  heads.take(head(1));
  await heads.bring();
  await heads.bring();
  answer = { status: 200, isSigned: true };
  await heads.bring();
  await heads.bring();
  expect(received).toHaveLength(4);
  expect(log).toEqual([
    'the subgraph takes no heads of the audit log',
    'the subgraph takes heads of the audit log again',
  ]);
});

test('a head that the subgraph refuses is an error, and is not brought again', async () => {
  open('university');
  answer = { status: 409, isSigned: true };
  heads.take(head(1));
  await heads.bring();
  await heads.bring();
  expect(received).toHaveLength(1);
  expect(log).toEqual(['the subgraph refuses the head of the audit log']);
});

test('what is no head is said once', () => {
  heads.take('{"sequence":1}');
  heads.take('<html>');
  expect(log).toEqual(['the audit log answers without a signed head']);
});
