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

  beforeAll(async () => {
    const start = (environment = {}) =>
      startProgram('gateway/dist/main.js', ['--supergraph', supergraph, '--foreign'], environment, /^ready$/);
    [closed, open] = await Promise.all([start(), start({ ALLOWED_ORIGINS: `${app}, https://other.example` })]);
  });
  afterAll(() => Promise.all([closed.stop(), open.stop()]));

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
        'accept, apollo-require-preflight, authorization, content-type, traceparent, tracestate, x-apollo-operation-name, x-hub-purpose, x-request-id',
      'access-control-expose-headers': 'ratelimit, ratelimit-policy, retry-after, x-request-id',
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
