import { once } from 'node:events';
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { devServer } from './dev-server.js';

const asked: string[] = [];
let [own, gateway, dev]: Server[] = [];
const portOf = (server: Server | undefined) => (server?.address() as AddressInfo).port;
const serverThatNotes = (name: string) =>
  createServer((request, response) => {
    asked.push(`${name} ${request.headers.authorization ?? 'without a token'}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}');
  });

beforeAll(async () => {
  const listening = async (server: Server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  own = await listening(serverThatNotes('own'));
  gateway = await listening(serverThatNotes('gateway'));
  dev = await listening(
    devServer({
      own: {
        url: `http://127.0.0.1:${portOf(own)}/graphql`,
        ready: () => Promise.resolve(undefined),
        statements: () => [],
      },
      otherNamed: () => undefined,
      gatewayUrl: `http://127.0.0.1:${portOf(gateway)}`,
      usualHeaders: () => Promise.resolve({ authorization: 'Bearer of-the-developer' }),
      tell: () => undefined,
    }),
  );
});
afterAll(() => {
  for (const server of [own, gateway, dev]) server?.close();
});

/** Sends a request like a program's or a browser's. */
async function send(path: string, headers: Record<string, string>, method = 'POST') {
  asked.length = 0;
  const body = method === 'POST' ? '{"query":"mutation { remove }"}' : '';
  const options = { host: '127.0.0.1', port: portOf(dev), path, method };
  const outgoing = ask({ ...options, headers: { host: `127.0.0.1:${portOf(dev)}`, ...headers } });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [Parameters<typeof text>[0] & { statusCode: number }];
  await text(response);
  return { status: response.statusCode, asked: [...asked] };
}

const json = { 'content-type': 'application/json' };

test('a program is answered, and signed in at the gateway', async () => {
  expect(await send('/graphql', json)).toEqual({ status: 200, asked: ['gateway Bearer of-the-developer'] });
  expect(await send('/own', json)).toEqual({ status: 200, asked: ['own without a token'] });
});

test.each<[what: string, path: string, headers: Record<string, string>, status: number]>([
  ['a text for one’s own subgraph', '/own', { 'content-type': 'text/plain', origin: 'http://attacker.example' }, 403],
  ['a text without an origin', '/own', { 'content-type': 'text/plain' }, 403],
  ['JSON for the hub', '/graphql', { ...json, origin: 'http://attacker.example' }, 403],
  ['a question by another name for this machine', '/graphql', { ...json, host: 'attacker.example' }, 421],
])('a page of another site reaches nothing with %s', async (_what, path, headers, status) => {
  expect(await send(path, headers)).toEqual({ status, asked: [] });
});

test('a page of another site reads nothing', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect(await send('/graphql?query={goals{code}}', headers, 'GET')).toEqual({ status: 403, asked: [] });
});
