import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { sseTransport } from './sse-transport.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import type { SubscriptionTransport } from './subscription-transport.js';

let server: Server;
let transport: SubscriptionTransport;
let leaving: AbortController;

afterEach(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
});

/** Subscribes at a subgraph that gives this response. */
async function subscribe(answer: (response: ServerResponse) => void): Promise<AsyncIterable<SubgraphResponse>> {
  server = createServer((_request, response) => {
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  transport = sseTransport({ subgraph: { name: 'movement', url }, timeoutMs: 300, maxEventBytes: 1000 });
  leaving = new AbortController();
  return transport.subscribe({ body: '{}', requestId: 'r', signal: leaving.signal });
}

const data = async (events: AsyncIterable<SubgraphResponse>) => {
  const all: unknown[] = [];
  for await (const event of events) all.push(event.data);
  return all;
};

const streamed =
  (...chunks: (string | Buffer)[]) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    void (async () => {
      for (const chunk of chunks) {
        response.write(chunk);
        await new Promise(setImmediate);
      }
      response.end();
    })();
  };

const next = (n: unknown) => `event: next\ndata: ${JSON.stringify({ data: { n } })}\n\n`;
const complete = 'event: complete\ndata:\n\n';

test('reads events however they are cut, with any line ends, and passes over what is none', async () => {
  const bytes = Buffer.from(next('Thanh Hóa') + complete);
  const amid = bytes.indexOf('ó') + 1;
  const events = await subscribe(
    streamed(
      ': a comment, so that the connection stays\n\n',
      'event: news\ndata: {}\n\n',
      next(1).replaceAll('\n', '\r\n'),
      `event: next\ndata: {"data":\ndata: {"n":2}}\n\n`,
      bytes.subarray(0, amid),
      bytes.subarray(amid),
      next('after the end'),
    ),
  );
  expect(await data(events)).toEqual([{ n: 1 }, { n: 2 }, { n: 'Thanh Hóa' }]);
});

test('takes a refusal as the only event', async () => {
  const events = await subscribe((response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"errors":[{"message":"no such goal"}]}');
  });
  const told: unknown[] = [];
  for await (const event of events) told.push(event);
  expect(told).toMatchObject([{ errors: [{ message: 'no such goal' }] }]);
});

test.each([
  ['stops without a word', 'SUBSCRIPTION_LOST', streamed(next(1))],
  [
    'breaks off',
    'SUBSCRIPTION_LOST',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(next(1), () => response.destroy());
    },
  ],
  ['sends what is no GraphQL response', 'SUBGRAPH_INVALID_RESPONSE', streamed('event: next\ndata: 7\n\n')],
  ['sends an event that is too large', 'SUBGRAPH_INVALID_RESPONSE', streamed(next('x'.repeat(1000)) + complete)],
  ['sends an event that does not end', 'SUBGRAPH_INVALID_RESPONSE', streamed(`data: ${'x'.repeat(5000)}`)],
  [
    'answers as if it was no subscription',
    'SUBGRAPH_INVALID_RESPONSE',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"n":1}}');
    },
  ],
  [
    'answers with a page',
    'SUBGRAPH_INVALID_RESPONSE',
    (response: ServerResponse) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    },
  ],
  ['does not answer', 'SUBGRAPH_TIMEOUT', () => undefined],
  ['hangs up', 'SUBGRAPH_UNREACHABLE', (response: ServerResponse) => response.destroy()],
] as const)('a subgraph that %s is told of with %s', async (_what, code, answer) => {
  await expect(data(await subscribe(answer))).rejects.toMatchObject({ code });
});

test('leaves without an error when nobody listens, and the subgraph sees it', async () => {
  const closed = Promise.withResolvers<undefined>();
  const events = await subscribe((response) => {
    response.on('close', () => {
      closed.resolve(undefined);
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(next(1));
  });
  for await (const _event of events) leaving.abort();
  await closed.promise;
});
