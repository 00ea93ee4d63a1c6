import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { fileURLToPath } from 'node:url';
import { type RunningProgram, startProgram } from '../support/program.js';

const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));
const app = 'https://app.example';
const secured = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const json = { 'content-type': 'application/json' };
const body = '{"query":"{ __typename }"}';

describe('a browser', () => {
  let closed: RunningProgram;
  let open: RunningProgram;
  let usual: RunningProgram;

  beforeAll(async () => {
    const start = (environment = {}) =>
      startProgram('gateway/dist/main.js', ['--supergraph', supergraph, '--foreign'], environment, /^ready$/);
    [closed, open, usual] = await Promise.all([
      start({ ALLOWED_ORIGINS: 'none' }),
      start({ ALLOWED_ORIGINS: `none, ${app}, https://other.example` }),
      start(),
    ]);
  });
  afterAll(() => Promise.all([closed.stop(), open.stop(), usual.stop()]));

  const headersOf = async (gateway: RunningProgram, path: string, init?: RequestInit) => {
    const response = await fetch(`${gateway.url}${path}`, init);
    await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  };
  const corsOf = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

  test.each<[string, string, RequestInit, number]>([
    ['an answer', '/graphql', { method: 'POST', headers: json, body }, 200],
    ['an operation that is refused', '/graphql', { method: 'POST', headers: json, body: '{' }, 400],
    ['a method that is refused', '/graphql', { method: 'PUT' }, 405],
    ['a stream', '/graphql', { method: 'POST', headers: { ...json, accept: 'text/event-stream' }, body }, 200],
    ['the first page', '/', {}, 200],
    ['what is alive', '/healthz', {}, 200],
    ['metrics', '/metrics', {}, 200],
    ['what there is not', '/nothing', {}, 404],
    ['a path that is none', '/%', {}, 400],
  ])('is told how to take %s', async (_name, path, init, status) => {
    const answer = await headersOf(closed, path, init);
    expect(answer).toMatchObject({ status, headers: secured });
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(corsOf(answer.headers)).toEqual({});
  });

  const preflight = (origin: string): RequestInit => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  });

  test('may ask for no page of another site unless that is allowed', async () => {
    for (const [gateway, origin] of [
      [closed, app],
      [open, 'https://evil.example'],
      [open, 'null'],
      [open, `${app}.evil.example`],
      [open, 'http://app.example'],
    ] as const) {
      const asked = await headersOf(gateway, '/graphql', preflight(origin));
      expect([asked.status, corsOf(asked.headers)]).toEqual([405, {}]);
      const answer = await headersOf(gateway, '/graphql', { method: 'POST', headers: { ...json, origin }, body });
      expect([answer.status, corsOf(answer.headers)]).toEqual([200, {}]);
    }
  });

  test('may ask for a page of a site that is allowed, without cookies', async () => {
    const asked = await headersOf(open, '/graphql', preflight(app));
    expect(asked).toMatchObject({ status: 204, headers: { ...secured, vary: 'accept-encoding, origin' } });
    expect(corsOf(asked.headers)).toEqual({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'accept, apollo-require-preflight, apollographql-client-name, apollographql-client-version, authorization, content-type, mcp-method, mcp-name, mcp-protocol-version, prefer, traceparent, tracestate, x-apollo-operation-name, x-hub-purpose, x-request-id',
      'access-control-expose-headers':
        'deprecation, etag, ratelimit, ratelimit-policy, retry-after, sunset, www-authenticate, x-request-id',
      'access-control-max-age': '600',
    });
    for (const accept of ['application/json', 'text/event-stream']) {
      const headers = { ...json, accept, origin: app };
      const answer = await headersOf(open, '/graphql', { method: 'POST', headers, body });
      expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': app } });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
    const refused = await headersOf(open, '/graphql', { method: 'POST', headers: { ...json, origin: app }, body: '{' });
    expect(refused).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': app } });
  });

  test('may ask in nobody’s name for a page of any site, unless that is off', async () => {
    const origin = 'https://any.example';
    const asked = await headersOf(usual, '/graphql', preflight(origin));
    expect(asked).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } });
    expect(asked.headers['access-control-allow-headers']).not.toContain('authorization');
    for (const init of [{ method: 'POST', headers: { ...json, origin }, body }, { headers: { origin } }]) {
      const path = init.method ? '/graphql' : '/graphql?query={__typename}';
      const answer = await headersOf(usual, path, init);
      expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' } });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
    for (const known of [{ authorization: 'Bearer x' }, { cookie: 'a=b' }]) {
      const headers = { ...json, origin, ...known };
      expect(corsOf((await headersOf(usual, '/graphql', { method: 'POST', headers, body })).headers)).toEqual({});
      const { status } = await headersOf(usual, '/graphql?query={__typename}', { headers: { origin, ...known } });
      expect(status).toBe(400);
    }
  });

  test('is told how long what everyone may see is good, and gets it again only when it changed', async () => {
    const path = '/graphql?query={__typename}';
    const first = await headersOf(usual, path);
    expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=10' } });
    const { etag = '' } = first.headers;
    expect(await headersOf(usual, path, { headers: { 'if-none-match': etag } })).toMatchObject({
      ...{ status: 304, headers: { etag, 'cache-control': 'public, max-age=10' } },
    });
    const posted = await headersOf(usual, '/graphql', { method: 'POST', headers: json, body });
    expect(posted.headers).toMatchObject({ 'cache-control': 'no-store' });
    const failed = await headersOf(usual, '/graphql?query={nothing}');
    expect(failed.headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  test('names an operation by its digest, and is asked for its text once', async () => {
    const query = '{ digest: __typename }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }));
    const ask = async (text = '') => {
      const response = await fetch(`${usual.url}/graphql?extensions=${extensions}${text}`);
      return { etag: response.headers.get('etag'), answer: await response.json() };
    };
    expect((await ask()).answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
    const wrong = await ask(`&query=${encodeURIComponent('{ other: __typename }')}`);
    expect(wrong.answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect((await ask(`&query=${encodeURIComponent(query)}`)).answer).toMatchObject({ data: { digest: 'Query' } });
    const { answer, etag } = await ask();
    expect(answer).toMatchObject({ data: { digest: 'Query' } });
    const again = await fetch(`${usual.url}/graphql?extensions=${extensions}`, {
      headers: { 'if-none-match': etag ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('has each of several operations in one request refused apart, as clients that send them so read it', async () => {
    const response = await fetch(`${usual.url}/graphql`, { method: 'POST', headers: json, body: `[${body},${body}]` });
    const refused = { errors: [expect.objectContaining({ extensions: { code: 'BATCHING_OFF' } })] };
    expect([response.status, await response.json()]).toEqual([200, [refused, refused]]);
  });

  test('has caches know that answers depend on the site, where any is allowed', async () => {
    const { headers } = await headersOf(open, '/graphql', { method: 'POST', headers: json, body });
    expect(headers['vary']).toBe('accept-encoding, origin');
  });

  test.each([
    [app, 'open'],
    ['https://evil.example', 'error'],
  ])('opens a WebSocket for a page of %s: %s', async (origin, expected) => {
    const socket = new WebSocket(`${open.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin });
    const told = await Promise.race(
      ['open', 'error'].map((event) =>
        once(socket, event).then(
          () => event,
          () => 'error',
        ),
      ),
    );
    expect(told).toBe(expected);
    socket.terminate();
  });
});

test('origins that are none are refused', async () => {
  const start = startProgram('gateway/dist/main.js', ['--supergraph', supergraph, '--foreign'], {
    ALLOWED_ORIGINS: 'app.example',
  });
  await expect(start).rejects.toThrow('ended with 2');
});
