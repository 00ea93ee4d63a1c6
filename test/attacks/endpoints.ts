import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { subgraphs } from '@hub/runtime';
import { expect } from '@jest/globals';
import type { Attack, AttackClass } from './support/attack.js';
import { sendRaw } from './support/client.js';
import type { Target } from './support/target.js';

/** An endpoint of the gateway, as a raw HTTP request. */
interface Endpoint {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Further lines of its head. */
  readonly lines?: readonly string[];
  readonly body?: string;
}

const upgrade = ['connection: upgrade', 'upgrade: websocket'];
const endpoints: readonly Endpoint[] = [
  {
    ...{ name: 'GraphQL', method: 'POST', path: '/graphql', lines: ['content-type: application/json'] },
    body: '{"query":"{ goals { code } }"}',
  },
  { name: 'GraphQL by GET', method: 'GET', path: '/graphql?query=%7Bgoals%7Bcode%7D%7D' },
  { name: 'a WebSocket', method: 'GET', path: '/graphql', lines: upgrade },
  {
    name: 'a WebSocket of a page of another site',
    method: 'GET',
    path: '/graphql',
    lines: [...upgrade, 'origin: https://evil.example'],
  },
  { name: 'a WebSocket elsewhere', method: 'GET', path: '/x', lines: upgrade },
  { name: 'a callback', method: 'POST', path: '/callback/x', lines: ['content-type: application/json'], body: '{}' },
  { name: 'an export', method: 'GET', path: '/export/communes.csv' },
  { name: 'the list of exports', method: 'GET', path: '/export' },
  { name: 'the catalogue', method: 'GET', path: '/catalogue.jsonld' },
  { name: 'the schema', method: 'GET', path: '/schema.graphql' },
  { name: 'readiness', method: 'GET', path: '/readyz' },
  { name: 'liveness', method: 'GET', path: '/healthz' },
  { name: 'a page', method: 'GET', path: '/portal/' },
  { name: 'nothing', method: 'GET', path: '/nothing' },
];

/** A request's head, with its body where it has one. */
function bytesOf({ method, path, lines = [], body }: Endpoint, others: readonly string[] = []): string {
  const length = body === undefined ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const named = others.some((line) => line.startsWith('host:')) ? [] : ['host: hub'];
  return [`${method} ${path} HTTP/1.1`, ...named, ...lines, ...length, ...others, '', body ?? ''].join('\r\n');
}

async function say(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

/** Whether the hub answers another caller as it did. */
async function answers({ hub }: Target): Promise<number> {
  return (await hub.ask({ query: '{ goals { code } }' }, { role: 'analyst' })).status;
}

/** Every status except 5xx; 503 is allowed. */
const noFault = expect.not.stringMatching(/^5(?!03)/);

const resets = (endpoint: Endpoint): Attack => ({
  name: `${endpoint.name}, with connections that are reset`,
  attack: async (target) => {
    const { url } = target.hub;
    for (const bytes of [bytesOf(endpoint), bytesOf(endpoint).slice(0, -2)]) {
      for (let count = 0; count < 20; count += 1) (await say(url, bytes)).resetAndDestroy();
    }
    // One that is reset while it is answered.
    const socket = await say(url, bytesOf(endpoint));
    await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.resetAndDestroy();
    return { answers: await answers(target) };
  },
  expected: { answers: 200 },
});

const slow = (endpoint: Endpoint): Attack => ({
  name: `${endpoint.name}, of 50 that never say all`,
  attack: async (target) => {
    const all = Array.from({ length: 50 }, () => say(target.hub.url, bytesOf(endpoint).slice(0, -3)));
    const sockets = await Promise.all(all);
    const status = await answers(target);
    for (const socket of sockets) socket.destroy();
    return { answers: status };
  },
  expected: { answers: 200 },
});

const told = (name: string, endpoint: Endpoint, bytes: string): Attack => ({
  name: `${endpoint.name}, ${name}`,
  attack: async (target) => {
    const { status } = await sendRaw(target.hub.url, [bytes], { waitMs: 4000 });
    return { told: String(status), answers: await answers(target) };
  },
  expected: { told: noFault, answers: 200 },
});

const malformed = (endpoint: Endpoint): Attack[] => [
  told('with a host that is none', endpoint, bytesOf(endpoint, ['host: a b', 'connection: close'])),
  told(
    'with an escape that is none',
    { ...endpoint, path: `${endpoint.path}%zz` },
    bytesOf({ ...endpoint, path: `${endpoint.path}%zz` }, ['connection: close']),
  ),
  told(
    'with empty headers',
    endpoint,
    bytesOf(endpoint, [
      ...['x-hub-purpose', 'authorization', 'accept', 'x-request-id'].map((name) => `${name}:`),
      'connection: close',
    ]),
  ),
];

/** How many requests have one id. */
const together = 10;

const reused = (endpoint: Endpoint): Attack => ({
  name: `${endpoint.name}, ${together} times at once under one id`,
  attack: async (target) => {
    const bytes = bytesOf(endpoint, ['x-request-id: reused-by-an-attacker', 'connection: close']);
    const all = Array.from({ length: together }, () => sendRaw(target.hub.url, [bytes], { waitMs: 4000 }));
    const statuses = (await Promise.all(all)).map(({ status }) => String(status));
    return { statuses, answers: await answers(target) };
  },
  expected: { statuses: Array.from({ length: together }, () => noFault), answers: 200 },
});

const brackets = '['.repeat(4 * 1024 * 1024);
const huge = (endpoint: Endpoint): Attack => {
  const posted: Endpoint = { ...endpoint, method: 'POST', lines: ['content-type: application/json'], body: brackets };
  return {
    name: `${endpoint.name}, with four megabytes of brackets`,
    attack: async (target) => {
      const all = Array.from({ length: 5 }, () => sendRaw(target.hub.url, [bytesOf(posted, ['connection: close'])]));
      const statuses = (await Promise.all(all)).map(({ status }) => String(status));
      return { statuses, answers: await answers(target) };
    },
    expected: { statuses: Array.from({ length: 5 }, () => noFault), answers: 200 },
  };
};

/** Whatever of the hub listens. */
const servers = ({ hub }: Target): readonly string[] => [
  hub.url,
  hub.issuer.url,
  ...subgraphs.map(({ code }) => hub.subgraphUrl(code)),
];

const everywhere: Attack[] = [
  {
    name: 'every server of the hub, with upgrades that are reset, and 50 that nobody closes',
    attack: async (target) => {
      const bytes = bytesOf({ name: '', method: 'GET', path: '/x', lines: upgrade });
      const urls = servers(target);
      const closed = await Promise.all(
        urls.map(async (url) => {
          for (let count = 0; count < 20; count += 1) (await say(url, bytes)).resetAndDestroy();
          const sockets = await Promise.all(Array.from({ length: 50 }, () => say(url, bytes)));
          const said = await Promise.all(sockets.map((socket) => text(socket)));
          return said.every((one) => one.startsWith('HTTP/1.1 404 '));
        }),
      );
      const ready = await Promise.all(urls.map(async (url) => (await fetch(`${url}/readyz`)).status));
      return { closed: [...new Set(closed)], ready: [...new Set(ready)] };
    },
    expected: { closed: [true], ready: [200] },
  },
  {
    name: 'every endpoint, while files are taken up anew',
    attack: async (target) => {
      const statuses = new Set<string>();
      for (let round = 0; round < 5; round += 1) {
        target.hub.hangUp();
        const asked = endpoints.map((endpoint) => {
          // The gateway ends an upgrade that it refuses by itself.
          const ends = endpoint.lines?.includes('upgrade: websocket') ? [] : ['connection: close'];
          return sendRaw(target.hub.url, [bytesOf(endpoint, ends)], { waitMs: 4000 });
        });
        for (const { status } of await Promise.all(asked)) statuses.add(String(status));
      }
      return {
        faults: [...statuses].filter((status) => status.startsWith('5') || status === '0'),
        answers: await answers(target),
      };
    },
    expected: { faults: [], answers: 200 },
  },
];

/** Every endpoint, as nobody should use it. */
export const misusedEndpoints: AttackClass = {
  name: 'endpoints',
  attacks: [
    ...endpoints.flatMap((one) => [resets(one), slow(one), ...malformed(one), huge(one), reused(one)]),
    ...everywhere,
  ],
};
