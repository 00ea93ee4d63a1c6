import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { eventStream } from './event-stream.js';
import { multipartSubscription } from './multipart.js';
import { sendStream } from './response-stream.js';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves the responses of a generator, and gives the address. */
async function serve(
  responses: () => AsyncGenerator<object>,
  { framing = eventStream, keepAliveMs = 10_000 } = {},
): Promise<string> {
  server = createServer((_request, reply) => {
    reply.setHeader('x-request-id', 'r1');
    void sendStream(reply, responses(), framing, { log: fastify().log, keepAliveMs });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A generator that waits for ever, and notes when `return` is called. */
function endless(first: readonly object[] = []) {
  const returned = Promise.withResolvers<undefined>();
  const left = [...first];
  const responses: AsyncGenerator<object> = {
    next: async () => {
      const value = left.shift();
      if (value) return { done: false, value };
      await returned.promise;
      return { done: true, value: undefined };
    },
    return: () => {
      returned.resolve(undefined);
      return Promise.resolve({ done: true, value: undefined });
    },
    throw: (error) => Promise.reject(error as Error),
    [Symbol.asyncIterator]: () => responses,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { responses, returned: returned.promise };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a generator of present values
async function* two() {
  yield { data: { n: 1 } };
  yield { data: { text: 'line\nbreak' } };
}

describe('a stream of responses', () => {
  test('is an event for each, and one that says that it is complete', async () => {
    const response = await fetch(await serve(two));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-request-id')).toBe('r1');
    expect(await response.text()).toBe(
      'event: next\ndata: {"data":{"n":1}}\n\n' +
        'event: next\ndata: {"data":{"text":"line\\nbreak"}}\n\n' +
        'event: complete\ndata:\n\n',
    );
  });

  test.each([
    [
      'breaks off after its last event over server-sent events',
      eventStream,
      'event: next\ndata: {"errors":[{"message":"Again.","extensions":{"code":"SUBSCRIPTION_LOST"}}]}\n\n',
    ],
    [
      'ends with a fault of the protocol in a multipart response',
      multipartSubscription,
      '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n' +
        '{"payload":null,"errors":[{"message":"Again.","extensions":{"code":"SUBSCRIPTION_LOST"}}]}\r\n--graphql--\r\n',
    ],
  ])('that is to be asked for again %s', async (_, framing, expected) => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator of present values
    async function* responses() {
      yield { errors: [{ message: 'Again.', extensions: { code: 'SUBSCRIPTION_LOST' } }] };
      yield { data: { never: 1 } };
    }
    expect(await (await fetch(await serve(responses, { framing }))).text()).toBe(expected);
  });

  test('that could not begin, for a reason that passes, breaks off likewise; one that is wrong is complete', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator of present values
    const failing = async function* (code: string) {
      yield { errors: [{ message: 'No.', extensions: { code } }] };
    };
    const told = async (code: string) => (await fetch(await serve(() => failing(code)))).text();
    expect(await told('SUBGRAPH_TIMEOUT')).not.toContain('event: complete');
    expect(await told('BAD_USER_INPUT')).toContain('event: complete');
  });

  test('is parts of a multipart response for a caller that asks so', async () => {
    const response = await fetch(await serve(two, { framing: multipartSubscription }));
    expect(response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    expect((await response.text()).split('\r\n')).toEqual([
      '',
      '--graphql',
      'content-type: application/json',
      '',
      '{"payload":{"data":{"n":1}}}',
      '--graphql',
      'content-type: application/json',
      '',
      '{"payload":{"data":{"text":"line\\nbreak"}}}',
      '--graphql--',
      '',
    ]);
  });

  test('says that it is alive while nothing happens', async () => {
    const { responses } = endless();
    const { body } = await fetch(await serve(() => responses, { keepAliveMs: 5 }));
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^(:\n\n)+$/);
    await reader?.cancel();
  });

  test('tells the generator to return when the caller leaves', async () => {
    const { responses, returned } = endless([{ data: 1 }]);
    const { body } = await fetch(await serve(() => responses));
    await body?.cancel();
    await expect(returned).resolves.toBeUndefined();
  });

  test('cuts off a caller that takes nothing', async () => {
    const { responses, returned } = endless(Array.from({ length: 64 }, () => ({ data: 'x'.repeat(1024 * 1024) })));
    const url = new URL(await serve(() => responses, { keepAliveMs: 20 }));
    const socket = connect(Number(url.port), url.hostname);
    socket.pause();
    socket.write(`GET / HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`);
    await expect(returned).resolves.toBeUndefined();
    socket.destroy();
  });

  test('is cut, not completed, when the generator fails', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator of present values
    async function* broken() {
      yield { data: 1 };
      throw new Error('broken');
    }
    const response = await fetch(await serve(broken));
    await expect(response.text()).rejects.toThrow();
  });
});
