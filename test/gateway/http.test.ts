import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { createServer } from '../../gateway/src/start/server.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import type { RateLimiter } from '../../gateway/src/limits/rate/rate-limiter.js';
import { elapse } from '../support/until.js';
import type { Answer } from '../support/subgraph.js';
import { type Province, startProvince } from './support/province.js';

const json = 'application/json; charset=utf-8';
const graphql = 'application/graphql-response+json; charset=utf-8';

describe('the gateway’s HTTP endpoint', () => {
  let province: Province;

  beforeAll(async () => {
    province = await startProvince({ 'youth-union': 'is down' });
  });
  afterAll(() => province.stop());

  async function post(body: unknown, headers: Record<string, string> = {}) {
    const response = await province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return told(response);
  }

  async function get(parameters: Record<string, string>, headers: Record<string, string> = {}) {
    const search = new URLSearchParams(parameters).toString();
    return told(await province.fetch(`/graphql?${search}`, { headers }));
  }

  async function told(response: Response) {
    const { data, errors } = (await response.json()) as Partial<Answer>;
    const { status, headers } = response;
    return {
      status,
      headers,
      type: headers.get('content-type'),
      data,
      errors,
      code: errors?.[0]?.extensions?.['code'],
    };
  }

  test.each([
    [undefined, json],
    ['*/*', json],
    ['application/json', json],
    ['application/graphql-response+json', graphql],
    ['application/graphql-response+json, application/json;q=0.9', graphql],
  ])('answers %s with %s', async (accept, type) => {
    const answer = await post({ query: '{ goal(code: "A") { title } }' }, accept === undefined ? {} : { accept });
    expect(answer).toMatchObject({ status: 200, type, data: { goal: { title: 'Digital skills for adults' } } });
  });

  test('answers in UTF-8', async () => {
    const { data } = await post({ query: 'mutation { renameGoal(code: "A", title: "Xóa mù số") { title } }' });
    expect(data).toEqual({ renameGoal: { title: 'Xóa mù số' } });
  });

  test.each([
    ['application/json', json],
    ['application/graphql-response+json', graphql],
  ])('answers in part to a caller of %s', async (accept, type) => {
    const answer = await post({ query: '{ goal(code: "A") { code } teams { code } }' }, { accept });
    expect(answer).toMatchObject({ status: 200, type, data: { goal: { code: 'A' }, teams: null } });
    expect(answer.code).toBe('SUBGRAPH_UNREACHABLE');
  });

  describe.each([
    ['application/json', 200, json],
    ['application/graphql-response+json', 400, graphql],
  ])('to a caller of %s', (accept, statusUnexecuted, typeUnexecuted) => {
    const expectRefusal = async (body: unknown, expected: { status: number; type: string; code: string }) => {
      const answer = await post(body, { accept });
      expect(answer).toMatchObject({ ...expected, data: undefined });
      expect(answer.errors).toHaveLength(1);
      expect(Object.keys(answer.errors?.[0]?.extensions ?? {})).toEqual(['code']);
    };

    test.each<[string, unknown]>([
      ['JSON that is none', '{"query":'],
      ['an empty body', ''],
      ['a body that is no object', 7],
      ['no query', { qeury: '{ __typename }' }],
      ['variables that are no object', { query: '{ __typename }', variables: [7] }],
    ])('refuses %s', async (_name, body) => {
      await expectRefusal(body, { status: 400, code: 'BAD_REQUEST', type: graphql });
    });

    test.each<[string, unknown, string]>([
      ['a document that does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
      ['a document that is not valid', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'an operation that is not there',
        { query: 'query A { __typename }', operationName: 'B' },
        'OPERATION_RESOLUTION_FAILURE',
      ],
      [
        'one operation too many',
        { query: 'query A { __typename } query B { __typename }' },
        'OPERATION_RESOLUTION_FAILURE',
      ],
      [
        'a variable of the wrong type',
        { query: 'query ($code: ID!) { goal(code: $code) { code } }', variables: { code: null } },
        'BAD_USER_INPUT',
      ],
      [
        'a persisted query',
        { extensions: { persistedQuery: { version: 1, sha256Hash: 'f00' } } },
        'PERSISTED_QUERY_NOT_SUPPORTED',
      ],
    ])('executes nothing of %s', async (_name, body, code) => {
      await expectRefusal(body, { status: statusUnexecuted, type: typeUnexecuted, code });
    });
  });

  test('refuses a media type that it cannot answer, before the mutation is run', async () => {
    const before = province.movement.received.length;
    const query = 'mutation { renameGoal(code: "A", title: "B") { title } }';
    expect(await post({ query }, { accept: 'text/html' })).toMatchObject({ status: 406, code: 'NOT_ACCEPTABLE' });
    expect(province.movement.received).toHaveLength(before);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'multipart/form-data',
  ])('refuses a body of %s', async (type) => {
    const answer = await post('{"query":"{ __typename }"}', { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', type: graphql });
  });

  test('refuses a body without a content type', async () => {
    const response = await province.fetch('/graphql', { method: 'POST', body: new Uint8Array([123, 125]) });
    expect(await told(response)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  test('refuses a body that is too large', async () => {
    const answer = await post({ query: '{ __typename }', variables: { padding: 'a'.repeat(11 * 1024 * 1024) } });
    expect(answer).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE', type: graphql });
  });

  test('answers queries by GET, an empty parameter being none', async () => {
    const answer = await get({
      query: 'query ($code: ID!) { goal(code: $code) { code } }',
      operationName: '',
      variables: '{"code":"A"}',
      extensions: '',
    });
    expect(answer).toMatchObject({ status: 200, type: json, data: { goal: { code: 'A' } } });
  });

  test('runs no mutation by GET', async () => {
    const before = province.movement.received.length;
    const answer = await get({ query: 'mutation { renameGoal(code: "A", title: "B") { title } }' });
    expect(answer).toMatchObject({ status: 405, code: 'BAD_REQUEST', type: graphql });
    expect(answer.headers.get('allow')).toBe('POST');
    expect(province.movement.received).toHaveLength(before);
  });

  test('answers a GET request that needs no special header, but none of another site’s page', async () => {
    const query = '{ __typename }';
    expect(await get({ query }, {})).toMatchObject({ status: 200, data: { __typename: 'Query' } });
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(await get({ query }, headers)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test.each(['GET', 'POST'])('answers %s that would go on by HTTP/2 as it is', async (method) => {
    const { hostname, port } = new URL(province.url);
    const body = '{"query":"{ __typename }"}';
    const path = method === 'GET' ? '/graphql?query={__typename}' : '/graphql';
    const socket = connect(Number(port), hostname);
    socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: hub\r\nconnection: Upgrade, HTTP2-Settings, close\r\nupgrade: h2c\r\n` +
        `http2-settings: AAEAAEAAAAIAAAABAAMAAABk\r\ncontent-type: application/json\r\n` +
        (method === 'GET' ? '\r\n' : `content-length: ${body.length}\r\n\r\n${body}`),
    );
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('{"data":{"__typename":"Query"}}');
  });

  test('frees the place of a caller who leaves while it is counted elsewhere', async () => {
    const counted = Promise.withResolvers<undefined>();
    const count: RateLimiter = {
      take: async () => {
        await counted.promise;
        return { waitMs: 0, left: 1 };
      },
      close: () => Promise.resolve(),
    };
    const rate = { perSecond: 100, burst: 100 };
    const taken = createHttp((_request, answer) => answer.end('{}')).listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { http } = createServer({
      logLevel: 'silent',
      limits: { ...looseLimits, concurrency: 1, addressRate: rate },
      rateLimiter: () => count,
      linkUrl: `http://127.0.0.1:${(taken.address() as AddressInfo).port}`,
    });
    const url = await http.listen({ host: '127.0.0.1', port: 0 });
    const left = new AbortController();
    const ask = (signal?: AbortSignal) =>
      fetch(`${url}/link/v1/exchanges`, { method: 'POST', body: '{}', ...(signal && { signal }) });
    const leaving = ask(left.signal);
    await elapse(200, 'the request waits to be counted');
    left.abort();
    await expect(leaving).rejects.toThrow();
    await elapse(100, 'the gateway sees that its caller has left');
    counted.resolve(undefined);
    await elapse(100, 'the request is counted');
    const { status } = await ask();
    await http.close();
    taken.close();
    expect(status).toBe(200);
  });

  test('says that batching is off', async () => {
    const { status, errors } = await post([]);
    expect({ status, errors }).toEqual({
      status: 400,
      errors: [
        {
          message:
            'Batching is off: expected one operation in a JSON object, got a list of 0. Send each in a request of its own.',
          extensions: { code: 'BATCHING_OFF' },
        },
      ],
    });
  });

  test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s, and says what it takes', async (method) => {
    const answer = await told(await province.fetch('/graphql', { method }));
    expect(answer).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED', type: graphql });
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  test('shows callers the graph, and nothing of how it is put together', async () => {
    const { data } = await post({ query: getIntrospectionQuery() });
    const types = buildClientSchema(data as unknown as IntrospectionQuery).getTypeMap();
    expect(types['GoalProgress']).toBeDefined();
    expect(Object.keys(types).filter((name) => /^(join__|link__|_)[^_]/.test(name))).toEqual([]);
  });

  test('sends the caller’s request id to every organisation, and back', async () => {
    const { headers } = await post({ query: '{ goal(code: "A") { code } }' }, { 'x-request-id': 'web-42' });
    expect(headers.get('x-request-id')).toBe('web-42');
    expect(province.movement.received.at(-1)?.headers['x-request-id']).toBe('web-42');
  });

  test('makes a request id of its own instead of a strange one', async () => {
    const { headers } = await post({ query: '{ goal(code: "A") { code } }' }, { 'x-request-id': 'two words' });
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(province.movement.received.at(-1)?.headers['x-request-id']).toBe(headers.get('x-request-id'));
  });

  test('refuses a subscription where the graph has none', async () => {
    const answer = await post(
      { query: 'subscription { __typename }' },
      { accept: 'application/graphql-response+json' },
    );
    expect(answer).toMatchObject({ status: 400, type: graphql, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test('is alive and ready, and says where GraphQL is', async () => {
    expect((await province.fetch('/healthz')).status).toBe(200);
    expect((await province.fetch('/readyz')).status).toBe(200);
    expect(await (await province.fetch('/')).text()).toContain('/graphql');
  });
});

test('a gateway that has not loaded its supergraph is alive, but not ready', async () => {
  const { http } = createServer({ logLevel: 'silent' });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  try {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    const body = JSON.stringify({ query: '{ __typename }' });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_READY' } }] });
  } finally {
    await http.close();
  }
});
