import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { elapse, until } from '../../../test/support/until.js';
import { FollowedKeys } from './followed-keys.js';

/** What the registry was asked, and the answers that it holds back. */
let asked: { readonly url: string; readonly authorization: string | undefined; readonly answer: ServerResponse }[] = [];
const server = createServer(({ url = '', headers: { authorization } }, answer) => {
  asked.push({ url, authorization, answer });
});
let taken: (readonly object[])[] = [];
let logged: string[] = [];
let followed: FollowedKeys;

beforeEach(async () => {
  [asked, taken, logged] = [[], [], []];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  followed = new FollowedKeys({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'first',
    keys: { take: (records) => taken.push(records) },
    log: {
      error: (_what: unknown, message?: string) => logged.push(`error: ${message ?? ''}`),
      info: (message: unknown) => logged.push(`info: ${String(message)}`),
    } as never,
  });
});
afterEach(async () => {
  await followed.close();
  server.closeAllConnections();
  server.close();
});

/** The next request, once it is there. */
async function next(index: number) {
  await until(() => asked.length > index, { what: `request ${index}`, seen: () => asked.map(({ url }) => url) });
  return asked[index] as (typeof asked)[number];
}

const key = {
  ...{ id: 'a', hash: '0'.repeat(64), name: 'Lan', role: 'app', scopes: [], purpose: 'statistics' },
  ...{ until: '2026-12-31', isRevoked: false },
};

test('asks for all keys, then waits for the next state, with the token of now', async () => {
  const { url, authorization, answer } = await next(0);
  expect([url, authorization]).toEqual(['/operator/registry/followed-keys', 'Bearer first']);
  followed.useToken('second');
  answer.end(JSON.stringify({ version: 'run.1', keys: [key] }));
  const waiting = await next(1);
  expect([waiting.url, waiting.authorization]).toEqual([
    '/operator/registry/followed-keys?after=run.1',
    'Bearer second',
  ]);
  expect(taken).toEqual([[key]]);
  await elapse(100, 'nothing is asked while the registry keeps the request waiting');
  expect(asked).toHaveLength(2);
  waiting.answer.end(JSON.stringify({ version: 'run.2', keys: [] }));
  expect((await next(2)).url).toBe('/operator/registry/followed-keys?after=run.2');
  expect(taken).toEqual([[key], []]);
});

test('asks again soon where there is no answer that it can use, keeps what it knew, and logs that once', async () => {
  (await next(0)).answer.end(JSON.stringify({ version: 'run.1', keys: [key] }));
  (await next(1)).answer.writeHead(503).end();
  (await next(2)).answer.end('{"version":"run.2"}');
  (await next(3)).answer.destroy();
  expect(taken).toEqual([[key]]);
  (await next(4)).answer.end(JSON.stringify({ version: 'other.1', keys: [] }));
  await next(5);
  expect(taken).toEqual([[key], []]);
  expect(logged).toEqual([
    'error: the registry does not say which keys for programs there are',
    'info: the registry says again which keys for programs there are',
  ]);
});

test('does not turn in circles where the same is said at once, again and again', async () => {
  for (let index = 0; index < 3; index += 1)
    (await next(index)).answer.end(JSON.stringify({ version: 'same', keys: [] }));
  const began = performance.now();
  for (let index = 3; index < 6; index += 1)
    (await next(index)).answer.end(JSON.stringify({ version: 'same', keys: [] }));
  expect(performance.now() - began).toBeGreaterThan(300);
});
