import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import type { SubscriptionTransport } from './subscription-transport.js';
import { webSocketTransport } from './websocket-transport.js';

interface Said {
  readonly type: string;
  readonly id?: string;
}

/** Whether the subgraph accepts a connection, and the time limit. The limit is short only in tests of the timeout. */
interface Waited {
  readonly accepts?: () => boolean;
  readonly timeoutMs?: number;
}

let server: WebSocketServer;
let transport: SubscriptionTransport;
let leaving: AbortController;
let connections: number;

afterEach(async () => {
  await transport.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
});

/** Subscribes at a subgraph that calls `hear` on each message. */
async function subscribe(
  hear: (socket: WebSocket, said: Said) => void,
  { accepts = () => true, timeoutMs = 60_000 }: Waited = {},
): Promise<AsyncIterable<SubgraphResponse>> {
  connections = 0;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: accepts });
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (text: Buffer) => {
      hear(socket, JSON.parse(text.toString()) as Said);
    });
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  transport = webSocketTransport({ subgraph: { name: 'movement', url }, timeoutMs, maxEventBytes: 1000 });
  leaving = new AbortController();
  return transport.subscribe({ body: '{"query":"subscription { n }"}', requestId: 'r', signal: leaving.signal });
}

/** Acknowledges the connection, and responds to the subscription. */
const answering =
  (answer: (socket: WebSocket, tell: (type: string, payload?: unknown) => void) => void) =>
  (socket: WebSocket, { type, id }: Said): void => {
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type !== 'subscribe') return;
    answer(socket, (told, payload) => {
      socket.send(JSON.stringify({ id, type: told, ...(payload !== undefined && { payload }) }));
    });
  };

const all = async (events: AsyncIterable<SubgraphResponse>) => {
  const told: SubgraphResponse[] = [];
  for await (const event of events) told.push(event);
  return told;
};

test('tells of each event until they are complete', async () => {
  const events = await subscribe(
    answering((_socket, tell) => {
      tell('next', { data: { n: 1 } });
      tell('next', { data: { n: 2 } });
      tell('complete');
    }),
  );
  expect((await all(events)).map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);
});

test('takes a refusal as the only event', async () => {
  const events = await subscribe(
    answering((_socket, tell) => {
      tell('error', [{ message: 'no such goal' }]);
    }),
  );
  expect(await all(events)).toMatchObject([{ data: null, errors: [{ message: 'no such goal' }] }]);
});

test.each([
  ['refuses the handshake', 'SUBGRAPH_UNREACHABLE', () => undefined, { accepts: () => false }],
  ['does not take the connection', 'SUBGRAPH_UNREACHABLE', () => undefined, { timeoutMs: 300 }],
  [
    'closes it before that',
    'SUBGRAPH_UNREACHABLE',
    (socket: WebSocket) => {
      socket.close(4403, 'Forbidden');
    },
  ],
  [
    'breaks off',
    'SUBSCRIPTION_LOST',
    answering((socket) => {
      socket.terminate();
    }),
  ],
  [
    'closes without a word',
    'SUBSCRIPTION_LOST',
    answering((socket, tell) => {
      tell('next', { data: { n: 1 } });
      socket.close(1000);
    }),
  ],
  [
    'sends what is no GraphQL response',
    'SUBGRAPH_INVALID_RESPONSE',
    answering((_socket, tell) => {
      tell('next', {});
    }),
  ],
  [
    'sends an event that is too large',
    'SUBSCRIPTION_LOST',
    answering((_socket, tell) => {
      tell('next', { data: { n: 'x'.repeat(1000) } });
    }),
  ],
] as [string, string, Parameters<typeof subscribe>[0], Waited?][])(
  'a subgraph that %s is told of with %s, and not asked again',
  async (_what, code, hear, waited = {}) => {
    await expect(all(await subscribe(hear, waited))).rejects.toMatchObject({ code });
    expect(connections).toBe(waited.accepts ? 0 : 1);
  },
);

test('leaves without an error when nobody listens, and the connection ends', async () => {
  const events = await subscribe(
    answering((_socket, tell) => {
      tell('next', { data: { n: 1 } });
    }),
  );
  const closed = once(server, 'connection').then(([socket]) => once(socket as WebSocket, 'close'));
  for await (const _event of events) leaving.abort();
  await closed;
});
