import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccessFeed, feedBounds, keyId, type NamedKey, writeFeedAnswer } from '@hub/protocol';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { elapse, until } from '../../../test/support/until.js';
import { FollowedFeed } from './followed-feed.js';

/** Requests to the registry, with responses that the test delays. */
let asked: { readonly url: string; readonly authorization: string | undefined; readonly answer: ServerResponse }[] = [];
const server = createServer(({ url = '', headers: { authorization } }, answer) => {
  asked.push({ url, authorization, answer });
});
let taken: AccessFeed[] = [];
let confirmed = 0;
let logged: string[] = [];
let followed: FollowedFeed;
let folder: string;

const newKey = (): NamedKey & { readonly pem: string } => {
  const { publicKey, privateKey: key } = generateKeyPairSync('ed25519');
  return { id: keyId(publicKey), key, pem: String(publicKey.export({ type: 'spki', format: 'pem' })) };
};
const [own, stranger] = [newKey(), newKey()];

beforeEach(async () => {
  [asked, taken, logged, confirmed] = [[], [], [], 0];
  folder = mkdtempSync(join(tmpdir(), 'feed-'));
  const keyFile = join(folder, 'registry.pub');
  writeFileSync(keyFile, own.pem);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  followed = new FollowedFeed({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ token: 'first', keyFiles: [keyFile] },
    keys: {
      take: (feed) => taken.push(feed as AccessFeed),
      confirm: () => (confirmed += 1),
      endUnknown: () => undefined,
    },
    log: {
      error: ({ code }: { code: string }, message?: string) => logged.push(`error: ${message ?? ''}: ${code}`),
      info: (_what: unknown, message?: string) => logged.push(`info: ${message ?? ''}`),
    } as never,
  });
});
afterEach(async () => {
  await followed.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Waits for the next request. */
async function next(index: number) {
  await until(() => asked.length > index, { what: `request ${index}`, seen: () => asked.map(({ url }) => url) });
  const { url, authorization, answer } = asked[index] as (typeof asked)[number];
  const query = new URL(url, 'http://registry').searchParams;
  const [known, nonce] = [Number(query.get('after')), query.get('nonce') ?? ''];
  const says = (sequence: number, feed: AccessFeed, more: { key?: NamedKey | undefined; nonce?: string } = {}) => {
    const key = 'key' in more ? more.key : own;
    const text = JSON.stringify(feed);
    answer.end(writeFeedAnswer({ sequence, text }, { known, nonce: more.nonce ?? nonce }, key));
  };
  return { url, authorization, answer, known, says };
}

const none: AccessFeed = { keys: [], apps: [], organisations: [] };
const one: AccessFeed = { ...none, keys: [{ id: 'aaaaaaaaaaaa', hash: '0'.repeat(64), until: '2026-12-31' }] };

test('asks for the feed, then waits for the next, with the token of now; the same feed is confirmed', async () => {
  const first = await next(0);
  expect([first.url, first.authorization]).toEqual([
    expect.stringMatching(/^\/operator\/registry\/feed\?after=0&nonce=[\da-f-]{36}$/),
    'Bearer first',
  ]);
  followed.useToken('second');
  first.says(7, one);
  const waiting = await next(1);
  expect([waiting.known, waiting.authorization, taken]).toEqual([7, 'Bearer second', [one]]);
  await elapse(100, 'nothing is asked while the registry keeps the request waiting');
  expect(asked).toHaveLength(2);
  waiting.says(7, one);
  (await next(2)).says(8, none);
  expect((await next(3)).known).toBe(8);
  expect([taken, confirmed, followed.sequence]).toEqual([[one, none], 1, 8]);
});

test('a feed that is not the registry’s, not the answer to this request, or goes back, changes nothing, and is counted', async () => {
  (await next(0)).says(7, one);
  (await next(1)).says(8, none, { key: stranger });
  (await next(2)).says(8, none, { key: { id: own.id, key: stranger.key } });
  (await next(3)).says(8, none, { key: undefined });
  (await next(4)).says(6, none);
  (await next(5)).says(8, none, { nonce: 'of another request' });
  // Another feed with a known sequence number.
  (await next(6)).says(7, none);
  (await next(7)).answer.writeHead(503).end();
  (await next(8)).answer.end('{"head":"{}"}');
  (await next(9)).answer.destroy();
  (await next(10)).says(9, { ...none, keys: [{ ...one.keys[0], name: 'a text' } as never] });
  await next(11);
  expect([taken, confirmed, followed.sequence]).toEqual([[one], 0, 7]);
  expect(Object.fromEntries(followed.faults)).toEqual({
    ...{ UNKNOWN_KEY: 1, BAD_SIGNATURE: 1, UNSIGNED: 1, OLDER: 2, NOT_ASKED: 1 },
    ...{ REGISTRY_UNREACHABLE: 2, UNREADABLE: 2 },
  });
  (await next(11)).says(9, none);
  await next(12);
  expect(taken).toEqual([one, none]);
  expect(logged[0]).toBe('error: the registry’s feed cannot be read: UNKNOWN_KEY');
  expect(logged.at(-1)).toBe('info: the registry’s feed can be read again');
});

test('a feed of 64 MiB is not read to its end', async () => {
  (await next(0)).says(7, one);
  const { answer } = await next(1);
  let sent = 0;
  const some = Buffer.alloc(64 * 1024, 'x');
  const left = once(answer, 'close');
  const send = () => {
    while (!answer.destroyed && sent < 64 * 1024 * 1024) {
      sent += some.length;
      if (!answer.write(some)) {
        answer.once('drain', send);
        return;
      }
    }
    answer.end();
  };
  send();
  await left;
  await next(2);
  expect([taken, followed.faults.get('TOO_LARGE')]).toEqual([[one], 1]);
  expect(sent).toBeLessThan(4 * feedBounds.bytes);
});

test('does not turn in circles where the same is said at once, again and again', async () => {
  for (let index = 0; index < 3; index += 1) (await next(index)).says(7, one);
  const began = performance.now();
  for (let index = 3; index < 6; index += 1) (await next(index)).says(7, one);
  expect(performance.now() - began).toBeGreaterThan(300);
});
