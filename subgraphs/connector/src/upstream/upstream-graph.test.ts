import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Caller } from '@hub/kit';
import type { OpenElsewhere } from '@hub/kit/service';
import type { OrganisationAgreements } from '@hub/protocol';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { until } from '../../../../test/support/until.js';
import { upstreamOf } from './upstream-graph.js';
import { upstreamSettings } from './upstream-settings.js';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])';
const sdl = `${link} type Query { clubs: [Club!] secret: String @requiresScopes(scopes: [["s"]]) } type Club @key(fields: "code") { code: ID! name: String }`;
const clubs = { data: { clubs: [{ code: 'A', name: 'Chi hội' }] } };

/** The system's reaction to a request that does not ask for its schema. */
type Behaviour = (response: Parameters<RequestListener>[1], body: string) => void;

const json: Behaviour = (response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(clubs));
};

describe('before a system', () => {
  let server: Server;
  let url: string;
  let behaviour: Behaviour;
  let schema: string;
  let headers: Record<string, unknown>;
  let lines: string[];
  const opened: OpenElsewhere[] = [];

  const log = {
    ...{ info: () => undefined, warn: (details: object) => lines.push(JSON.stringify(details)) },
    error: (details: object) => lines.push(JSON.stringify(details)),
  } as unknown as FastifyBaseLogger;

  beforeEach(async () => {
    [behaviour, schema, lines] = [json, sdl, []];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        if (body.includes('_service { sdl }')) {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ data: { _service: { sdl: schema } } }));
          return;
        }
        headers = request.headers;
        behaviour(response, body);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    server.closeAllConnections();
    server.close();
  });

  const open = async (settings: object = {}, agreements?: OrganisationAgreements) => {
    const upstream = upstreamOf(upstreamSettings.parse({ url, within: '60s', ...settings }), agreements);
    const graph = await upstream.open({ log, now: () => new Date('2026-11-29T12:00:00Z') });
    opened.push(graph);
    const ask = async (query = '{ clubs { code name } }', caller?: Caller) => {
      const body = Buffer.from(JSON.stringify({ query }));
      const answer = await graph.answer({ body, caller, requestId: 'r-1', log });
      return { status: answer.status, text: answer.body.toString(), json: JSON.parse(answer.body.toString()) };
    };
    return { upstream, graph, ask };
  };

  test.each<[code: string, what: string, behaviour: Behaviour, settings?: object]>([
    [
      'UPSTREAM_NOT_JSON',
      'answers HTML',
      (response) => response.setHeader('content-type', 'text/html').end('<html>x17'),
    ],
    [
      'UPSTREAM_NOT_JSON',
      'answers HTML as JSON',
      (response) => response.setHeader('content-type', 'application/json').end('<html>x17'),
    ],
    [
      'UPSTREAM_STATUS',
      'answers 500',
      (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('x17 at /srv/app.py'),
    ],
    [
      'UPSTREAM_STATUS',
      'answers 500 as JSON',
      (response) =>
        response.writeHead(500, { 'content-type': 'application/json' }).end('{"errors":[{"message":"x17"}]}'),
    ],
    ['UPSTREAM_STATUS', 'answers 404', (response) => response.writeHead(404).end('x17')],
    [
      'UPSTREAM_REDIRECTS',
      'redirects elsewhere',
      (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/x17' }).end(),
    ],
    ['UPSTREAM_TIMEOUT', 'does not answer', () => undefined, { within: '1s' }],
    [
      'UPSTREAM_TIMEOUT',
      'does not end its answer',
      (response) => void response.setHeader('content-type', 'application/json').write('{"data":'),
      { within: '1s' },
    ],
    ['UPSTREAM_UNREACHABLE', 'ends the connection', (response) => response.destroy()],
    [
      'UPSTREAM_TOO_LARGE',
      'says that it answers 200 MB',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '200000000' }).flushHeaders();
      },
      { mostMebibytes: 1 },
    ],
    ['UPSTREAM_TOO_LARGE', 'answers without an end', endless, { mostMebibytes: 1 }],
    [
      'UPSTREAM_INVALID',
      'answers something else',
      (response) => response.setHeader('content-type', 'application/json').end('{"x17":1}'),
    ],
    [
      'UPSTREAM_INVALID',
      'answers another type',
      (response) =>
        response.setHeader('content-type', 'application/json').end('{"data":{"clubs":[{"code":"A","name":17}]}}'),
    ],
  ])('there is one error, %s, where it %s', async (code, _what, how, settings = {}) => {
    const { ask, upstream } = await open(settings);
    behaviour = how;
    const { status, text: told, json: answer } = await ask();
    expect(status).toBe(200);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0].extensions).toEqual({ code, requestId: 'r-1' });
    expect(told).not.toMatch(/x17|app\.py|127\.0\.0\.1/);
    expect(lines.filter((line) => line.includes(code))).toHaveLength(1);
    expect(upstream.state?.faults).toEqual({ [code]: 1 });
    behaviour = json;
    expect((await ask()).json).toEqual(clubs);
  });

  test('a query is sent once more where the connection broke, and a mutation is not', async () => {
    schema = `${sdl} type Mutation { rename: String }`;
    const { ask } = await open();
    let asked = 0;
    behaviour = (response, body) => {
      asked += 1;
      if (asked === 1 || body.includes('mutation')) response.destroy();
      else json(response, body);
    };
    expect((await ask()).json).toEqual(clubs);
    expect((await ask('mutation { rename }')).json.errors[0].extensions.code).toBe('UPSTREAM_UNREACHABLE');
    expect(asked).toBe(3);
  });

  test('requests that hang leave turns to those of other callers', async () => {
    const { ask } = await open({ within: '30s', atOnce: 4 });
    const waiting: (() => void)[] = [];
    behaviour = (response) => {
      waiting.push(() => {
        json(response, '');
      });
    };
    const slow = Array.from({ length: 6 }, () =>
      ask('{ clubs { code name } }', { subject: 'lan', roles: [], scopes: [] }),
    );
    await until(() => waiting.length === 3, { what: 'three requests under way' });
    behaviour = json;
    expect((await ask('{ clubs { code name } }', { subject: 'minh', roles: [], scopes: [] })).json).toEqual(clubs);
    expect(waiting).toHaveLength(3);
    for (const go of waiting) go();
    expect((await Promise.all(slow)).map(({ json: answer }) => answer)).toEqual(Array.from({ length: 6 }, () => clubs));
  });

  test('a caller with too many requests at once is told so, and others are answered', async () => {
    const { ask } = await open({ within: '30s', atOnce: 1 });
    const waiting: (() => void)[] = [];
    behaviour = (response) => {
      waiting.push(() => {
        json(response, '');
      });
    };
    const lan: Caller = { subject: 'lan', roles: [], scopes: [] };
    const many = Array.from({ length: 7 }, () => ask(undefined, lan));
    const refused = await Promise.race(many);
    expect(refused.json.errors[0].extensions.code).toBe('UPSTREAM_BUSY');
    const other = ask(undefined, { ...lan, subject: 'minh' });
    await until(() => waiting.length === 1, { what: 'a request under way' });
    behaviour = json;
    waiting[0]?.();
    expect((await other).json).toEqual(clubs);
    expect((await Promise.all(many)).filter(({ json: answer }) => answer.errors)).toHaveLength(2);
  });

  test('a system that is not there yet is read once it is', async () => {
    schema = 'x17';
    const { ask, graph } = await open({ schemaEvery: '1s' });
    expect((await ask()).json.errors[0].extensions.code).toBe('UPSTREAM_NO_SCHEMA');
    expect(graph.sdl()).toBeUndefined();
    schema = sdl;
    await until(() => graph.sdl(), { what: 'a schema' });
    expect((await ask()).json).toEqual(clubs);
  });

  test('a schema that changed is served once it can be, and the one before until then', async () => {
    const { ask, graph, upstream } = await open({ schemaEvery: '1s' });
    schema = sdl.replace('name: String', 'name: Nothing');
    const fault = await until(() => upstream.state?.fault, { what: 'a fault' });
    expect(fault).toMatch(/Nothing.*the one before is served/);
    expect((await ask()).json).toEqual(clubs);
    schema = `${sdl} type Other { a: String }`;
    await until(() => upstream.state?.fault === undefined, { what: 'no fault' });
    expect(graph.sdl()).toBe(schema);
  });

  test('it is told who asks in plain headers, and of no secret', async () => {
    const { ask } = await open();
    const caller: Caller = {
      ...{ subject: 'lan\r\nx: y', organisation: 'farmers-union', app: 'đọc', roles: ['staff', 'a b'] },
      ...{ scopes: ['records:read'], purpose: 'steering' },
    };
    await ask('{ clubs { code name } }', caller);
    expect(headers).toMatchObject({
      ...{ 'hub-subject': 'lan%0D%0Ax:%20y', 'hub-organisation': 'farmers-union', 'hub-app': '%C4%91%E1%BB%8Dc' },
      ...{ 'hub-roles': 'staff a%20b', 'hub-scopes': 'records:read', 'hub-purpose': 'steering', 'x-request-id': 'r-1' },
    });
    expect(Object.keys(headers).filter((name) => /signature|authorization|digest/.test(name))).toEqual([]);
  });

  test('it is not asked for what the schema or the agreements keep from the caller', async () => {
    const agreement = {
      ...{ id: 'FU-1', version: 1, title: { vi: 'a', en: 'a' }, shares: ['Query.clubs', 'Club', 'Query.secret'] },
      ...{ combined: [], figures: [], with: [{ role: 'analyst' }], purposes: ['steering'] },
      ...{ granularity: 'commune' as const, legalBasis: 'a', from: '2026-01-01', until: '2026-12-31' },
    };
    const agreements = { organisation: 'farmers-union', agreements: [agreement], purposes: [], communeLevel: [] };
    const { ask } = await open({}, agreements);
    const analyst: Caller = { subject: 'lan', roles: ['analyst'], scopes: [], purpose: 'steering' };
    expect((await ask('{ clubs { code name } }', analyst)).json).toEqual(clubs);
    behaviour = () => {
      throw new Error('Expected not to be asked.');
    };
    for (const [query, caller] of [
      ['{ secret }', analyst],
      ['{ clubs { name } }', { ...analyst, roles: ['app'] }],
      ['{ clubs { name } }', { ...analyst, purpose: 'research' }],
      ['{ clubs { name } }', { roles: [], scopes: [] }],
    ] as const) {
      const { status, json: answer } = await ask(query, caller);
      expect([status, answer.data, answer.errors[0].extensions.code]).toEqual([
        403,
        null,
        'UNAUTHORIZED_FIELD_OR_TYPE',
      ]);
    }
  });
});

/** Writes until the reader disconnects. */
function endless(response: Parameters<RequestListener>[1]): void {
  response.setHeader('content-type', 'application/json');
  const chunk = Buffer.alloc(2 ** 16, 32);
  const more = () => {
    while (response.write(chunk));
  };
  response.on('drain', more);
  more();
}
