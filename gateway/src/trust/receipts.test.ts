import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentDigest, keyId, type NamedKey, readReceipt, type Receipt, signAnswer, signatureOf } from '@hub/protocol';
import { KeyRing } from '@hub/runtime';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Acknowledgement, Receipts } from './receipts.js';
import type { UncheckedAnswer, UnsignedRequest } from './signer.js';
import { newStats } from '../connection/subgraph-stats.js';

const gatewayKey = namedKey().own;
const subgraphKey = namedKey();

describe('the receipts of a subgraph', () => {
  let folder: string;
  let stats: ReturnType<typeof newStats>;
  let received: Receipt[];
  let acknowledged: Acknowledgement[];
  let log: [level: string, message: string][];
  /** The subgraph's answer; the right one by default. */
  let answering: (receipt: Receipt) => { status?: number; body?: object; signed?: boolean } | undefined;
  let receipts: Receipts;
  /** Whether the audit log stores its waiting records. */
  let isRecorded: boolean;

  const logger = (level: string) => (fields: object, message: string) => {
    log.push([level, message]);
    expect(fields).toMatchObject({ subgraph: 'university' });
  };
  const post = ({ headers, body }: UnsignedRequest): Promise<UncheckedAnswer> => {
    const receipt = readReceipt(body as string) as Receipt;
    const answer = answering(receipt);
    if (!answer) return Promise.reject(new Error('unreachable'));
    received.push(receipt);
    const { status = 200, signed = true } = answer;
    const text = JSON.stringify(answer.body ?? acknowledging(receipt));
    const unsigned = { 'content-digest': contentDigest(text) };
    const requestSignature = signatureOf(headers as never);
    const signature = signed && signAnswer({ status, headers: unsigned, requestSignature }, subgraphKey.own, 1);
    return Promise.resolve({ status, headers: { ...unsigned, ...signature }, body: Buffer.from(text) });
  };
  const acknowledging = ({ session, exchanges }: Receipt) => ({ session, exchanges: exchanges.length, others: [] });
  const numbers = () => received.map(({ exchanges }) => exchanges.map(([number]) => number));
  const settled = async () => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };
  const ask = (account: ReturnType<Receipts['open']>, count: number, first = 1) => {
    for (let number = first; number < first + count; number++) {
      account.asked(number, `r${number}`);
      account.answered(number, `a${number}`);
    }
  };

  beforeEach(() => {
    jest.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'receipts-'));
    writeFileSync(join(folder, 'subgraph.pub'), subgraphKey.pem);
    [stats, received, acknowledged, log] = [newStats(), [], [], []];
    answering = () => ({});
    isRecorded = true;
    receipts = new Receipts({
      ...{ subgraph: 'university', target: '/trust/receipt', everyMs: 60_000, stats, post },
      trusted: new KeyRing({ files: [join(folder, 'subgraph.pub')], onError: () => undefined }),
      acknowledged: (one) => acknowledged.push(one),
      recorded: () => Promise.resolve(isRecorded),
      log: { info: logger('info'), warn: logger('warn'), error: logger('error') } as never,
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  test('state nothing that the audit log does not have yet', async () => {
    isRecorded = false;
    ask(receipts.open('s', gatewayKey), 2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(numbers()).toEqual([]);
    isRecorded = true;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(numbers()).toEqual([[1, 2]]);
  });

  test('are sent every minute, of what is settled, and say which subgraph acknowledged what', async () => {
    const account = receipts.open('s', gatewayKey);
    ask(account, 2);
    account.asked(3, 'r3');
    await settled();
    expect(received).toEqual([]);
    jest.advanceTimersByTime(60_000);
    await settled();
    expect(numbers()).toEqual([[1, 2]]);
    expect(received[0]).toMatchObject({ audience: 'university', session: 's' });
    expect(stats).toMatchObject({ receipts: 1, exchangesReceipted: 2, exchangesDropped: 0 });
    expect(acknowledged).toEqual([
      {
        ...{ organisation: 'university', session: 's', first: 1, last: 2, exchanges: 2, others: [] },
        receipt: expect.objectContaining({ 'content-digest': expect.any(String), signature: expect.any(String) }),
        answer: { status: 200, headers: expect.any(Object), body: '{"session":"s","exchanges":2,"others":[]}' },
      },
    ]);
    jest.advanceTimersByTime(120_000);
    await settled();
    expect(numbers()).toEqual([[1, 2], [3]]);
    expect(log).toEqual([]);
  });

  test('are sent of a thousand at once, of a session that another follows on, and of all at the end', async () => {
    const first = receipts.open('first', gatewayKey);
    ask(first, 1001);
    await settled();
    expect(received.map(({ exchanges }) => exchanges.length)).toEqual([1000]);
    const second = receipts.open('second', gatewayKey);
    await settled();
    expect(received[1]).toMatchObject({ session: 'first', exchanges: [[1001, expect.any(String)]] });
    first.asked(1002, 'r');
    second.asked(1, 'r');
    await receipts.close();
    expect(received.slice(2)).toMatchObject([
      { session: 'first', exchanges: [[1002, expect.any(String)]] },
      { session: 'second', exchanges: [[1, expect.any(String)]] },
    ]);
  });

  test.each<[string, () => ReturnType<typeof answering>]>([
    ['nobody answers', () => undefined],
    ['it fails', () => ({ status: 503, signed: false })],
    ['it cannot keep it', () => ({ status: 503, body: { code: 'NOT_KEPT' } })],
    ['another signs the answer', () => ({ signed: false })],
    ['the answer is about another session', () => ({ body: { session: 't', exchanges: 2, others: [] } })],
    ['the answer is about others', () => ({ body: { session: 's', exchanges: 1, others: [7] } })],
    ['the answer is about less', () => ({ body: { session: 's', exchanges: 1, others: [] } })],
  ])('are sent again, unchanged and before what is newer, where %s', async (_name, answer) => {
    answering = answer;
    ask(receipts.open('s', gatewayKey), 2);
    jest.advanceTimersByTime(60_000);
    await settled();
    jest.advanceTimersByTime(60_000);
    await settled();
    expect(log.filter(([level]) => level === 'warn')).toEqual([['warn', 'the subgraph takes no receipts']]);
    expect(stats.receipts).toBe(0);
    [received, answering] = [[], () => ({})];
    ask(receipts.open('next', gatewayKey), 1);
    await settled();
    expect(numbers()).toEqual([[1, 2]]);
    expect(log.at(-1)).toEqual(['info', 'the subgraph takes receipts again']);
  });

  test('are dropped, the oldest first, when too many wait, and those that nobody takes at the end', async () => {
    answering = () => undefined;
    ask(receipts.open('s', gatewayKey), 12_000);
    await settled();
    expect(stats.exchangesDropped).toBe(2000);
    await receipts.close();
    expect(stats).toMatchObject({ exchangesDropped: 12_000, exchangesReceipted: 0 });
    expect(log).toContainEqual(['error', 'exchanges without a receipt: dropped']);
  });

  test.each([401, 404])('are kept no more for a session that is answered %i', async (status) => {
    answering = ({ session }) => (session === 'old' ? { status, signed: false } : {});
    const old = receipts.open('old', gatewayKey);
    ask(old, 3);
    jest.advanceTimersByTime(60_000);
    await settled();
    ask(old, 5, 4);
    jest.advanceTimersByTime(60_000);
    await settled();
    expect(received).toHaveLength(1);
    expect(log).toEqual([['warn', 'the subgraph takes no receipts of a session']]);
    expect(stats).toMatchObject({ exchangesDropped: 3 });
    ask(receipts.open('new', gatewayKey), 1);
    await receipts.close();
    expect(stats).toMatchObject({ receipts: 1, exchangesReceipted: 1 });
  });

  test('say what the subgraph denies to have answered, and what it may never have heard of', async () => {
    answering = ({ session }) => ({ body: { session, exchanges: 1, others: [2, 3] } });
    const account = receipts.open('s', gatewayKey);
    ask(account, 2);
    account.asked(3, 'r3');
    await receipts.close();
    expect(log).toEqual([
      ['error', 'the subgraph knows otherwise, or not at all, what it answered'],
      ['warn', 'the subgraph knows nothing of requests that it did not answer'],
    ]);
    expect(stats).toMatchObject({ receipts: 1, exchangesReceipted: 1 });
  });

  test('do not keep a gateway from stopping', async () => {
    answering = () => ({});
    const never = new Receipts({
      ...{ subgraph: 'university', target: '/trust/receipt', everyMs: 60_000, stats },
      trusted: new KeyRing({ files: [join(folder, 'subgraph.pub')], onError: () => undefined }),
      post: (_request, signal) =>
        new Promise((_answered, failed) => {
          signal?.addEventListener('abort', () => {
            failed(new Error('given up'));
          });
        }),
      log: { info: logger('info'), warn: logger('warn'), error: logger('error') } as never,
    });
    ask(never.open('s', gatewayKey), 1);
    const closed = never.close();
    await jest.advanceTimersByTimeAsync(3000);
    await closed;
    expect(stats.exchangesDropped).toBe(1);
  });
});

function namedKey(): { readonly own: NamedKey; readonly pem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  return { own: { id: keyId(publicKey), key: privateKey }, pem };
}
