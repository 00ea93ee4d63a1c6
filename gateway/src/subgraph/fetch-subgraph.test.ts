import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { fetchSubgraph } from './fetch-subgraph.js';

describe('asking a subgraph', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  async function ask(listener: RequestListener, timeoutMs = 5000) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    return fetchSubgraph({ name: 'youth-union', url }, { query: '{a}' }, { timeoutMs, requestId: 'r-1' });
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
    await expect(ask(listener, 150)).rejects.toMatchObject({
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
});
