import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { elapse } from '../../../test/support/until.js';
import { subgraphClient, type SubgraphClient, type SubgraphClientOptions } from './subgraph-client.js';

describe('asking a subgraph', () => {
  let server: Server | undefined;
  let client: SubgraphClient | undefined;

  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await client?.close();
  });

  async function open(listener: RequestListener, options: Partial<SubgraphClientOptions> = {}) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    client = subgraphClient({ name: 'youth-union', url }, { timeoutMs: 5000, ...options });
    return client;
  }

  async function ask(listener: RequestListener, options: Partial<SubgraphClientOptions> = {}) {
    const subgraph = await open(listener, options);
    const answer = await subgraph.ask({ body: Buffer.from('{"query":"{a}"}'), requestId: 'r-1', idempotent: true });
    return answer.read();
  }

  test('posts the request as JSON, with the request id', async () => {
    const seen: unknown[] = [];
    const response = await ask((request, reply) => {
      seen.push(request.method, request.headers['content-type'], request.headers['x-request-id']);
      request.once('data', (body: Buffer) => seen.push(body.toString()));
      request.once('end', () => reply.end('{"data":{"a":"Thọ Xuân"}}'));
    });
    expect(response.data).toEqual({ a: 'Thọ Xuân' });
    expect(seen).toEqual(['POST', 'application/json', 'r-1', '{"query":"{a}"}']);
  });

  test('closes once all that it was asked is answered', async () => {
    const held = Promise.withResolvers<undefined>();
    const subgraph = await open((_request, reply) => void held.promise.then(() => reply.end('{"data":{"a":1}}')));
    const asked = subgraph.ask({ body: Buffer.from('{"query":"{a}"}'), requestId: 'r-1', idempotent: true });
    let isClosed = false;
    const closed = subgraph.close().then(() => (isClosed = true));
    await elapse(50, 'it does not close before the answer');
    expect(isClosed).toBe(false);
    held.resolve(undefined);
    expect((await asked).read().data).toEqual({ a: 1 });
    await closed;
    client = undefined;
  });

  test('sends nothing where it does not trust the subgraph', async () => {
    let requests = 0;
    const subgraph = await open(() => (requests += 1), { trust: 'refused' });
    await expect(
      subgraph.ask({ body: Buffer.from('{"query":"{a}"}'), requestId: 'r-1', idempotent: true }),
    ).rejects.toMatchObject({
      code: 'SUBGRAPH_UNTRUSTED',
      message: 'youth-union is not asked: the gateway has no public key of it.',
    });
    expect(requests).toBe(0);
  });

  test('takes errors that come with another status than 200 as the subgraph’s own', async () => {
    const response = await ask((_request, reply) => {
      reply.writeHead(500).end('{"errors":[{"message":"no database","extensions":{"code":"NO_DATABASE"}}]}');
    });
    expect(response.errors).toMatchObject([{ message: 'no database', extensions: { code: 'NO_DATABASE' } }]);
  });

  test.each<[string, RequestListener]>([
    ['never begins', () => undefined],
    [
      'begins and never ends',
      (_request, reply) => {
        reply.write('{"data":');
      },
    ],
    [
      'drips',
      (_request, reply) => {
        const drip = setInterval(() => reply.write(' '), 20);
        reply.once('close', () => {
          clearInterval(drip);
        });
      },
    ],
  ])('gives up on an answer that %s', async (_name, listener) => {
    await expect(ask(listener, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'SUBGRAPH_TIMEOUT',
      message: 'youth-union did not answer within 150 ms.',
    });
  });

  test.each<[string, RequestListener]>([
    ['hangs up', (request) => request.socket.destroy()],
    [
      'hangs up midway',
      (request, reply) => {
        reply.write('{"data":', () => request.socket.destroy());
      },
    ],
    [
      'sends it elsewhere',
      (_request, reply) => {
        reply.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
      },
    ],
  ])('tells one that %s from one that is slow', async (_name, listener) => {
    await expect(ask(listener)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNREACHABLE',
      message: 'youth-union cannot be reached.',
      cause: expect.anything(),
    });
  });

  test.each([
    [502, '<html>Bad gateway</html>'],
    [200, '{"data":'],
    [503, '{"data":{"a":1}}'],
    [401, '{"message":"who are you?"}'],
  ])('takes HTTP status %i with %j for no GraphQL response', async (status, body) => {
    const answer = ask((_request, reply) => {
      reply.writeHead(status).end(body);
    });
    await expect(answer).rejects.toMatchObject({
      code: 'SUBGRAPH_INVALID_RESPONSE',
      message: `youth-union gave no valid GraphQL response (HTTP status ${status}).`,
    });
  });

  test('says that a request is too large where the subgraph does, and how large to the log', async () => {
    const answer = ask((_request, reply) => {
      reply.writeHead(413).end('{"statusCode":413}');
    });
    await expect(answer).rejects.toMatchObject({
      code: 'SUBGRAPH_REQUEST_TOO_LARGE',
      message: 'The request is too large for youth-union.',
      cause: { message: expect.stringMatching(/^HTTP status 413 for \d+ bytes; /) },
    });
  });

  test('takes no more than it can hold', async () => {
    const answer = ask((_request, reply) => reply.end(`{"data":{"a":"${'a'.repeat(5000)}"}}`), {
      maxResponseBytes: 1000,
    });
    await expect(answer).rejects.toMatchObject({ code: 'SUBGRAPH_INVALID_RESPONSE' });
  });

  describe('when equal requests are under way', () => {
    async function askTwice(
      share: boolean,
      [first, second]: readonly [string | undefined, string | undefined],
      idempotent = true,
    ) {
      let asked = 0;
      const answering: RequestListener = (_request, reply) => {
        asked += 1;
        setTimeout(() => reply.end('{"data":{"a":{"b":1}}}'), 20);
      };
      const subgraph = await open(answering, { share });
      const request = { body: Buffer.from('{"query":"{a{b}}"}'), requestId: 'r-1', idempotent };
      const answers = await Promise.all([
        subgraph.ask({ ...request, shareWith: first }),
        subgraph.ask({ ...request, shareWith: second }),
      ]);
      return { asked, answers };
    }

    test('sends one for an identity class, and tells each caller that others read its answer', async () => {
      const { asked, answers } = await askTwice(true, ['anonymous', 'anonymous']);
      expect(asked).toBe(1);
      expect(answers.map(({ isShared }) => isShared)).toEqual([true, true]);
      for (const answer of answers) expect(answer.read()).toEqual({ data: { a: { b: 1 } }, errors: [] });
    });

    test.each<[string, boolean, [string | undefined, string | undefined], boolean]>([
      ['of different identity classes', true, ['a', 'b'], true],
      ['of none', true, [undefined, undefined], true],
      ['that changes something', true, ['a', 'a'], false],
      ['where sharing is off', false, ['a', 'a'], true],
    ])('sends each %s', async (_name, share, classes, idempotent) => {
      const { asked, answers } = await askTwice(share, classes, idempotent);
      expect(asked).toBe(2);
      expect(answers.map(({ isShared }) => isShared)).toEqual([false, false]);
    });
  });
});
