import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { compose } from '@hub/schema/compose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql, parse } from 'graphql';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { createServer as gatewayServer, type GatewayServer } from '../../gateway/src/start/server.js';

const promise = (use: string, since: string, until: string) =>
  `Use ${use}. Deprecated since ${since}, removed after ${until}.`;
const ofTitle = promise('Goal.name', '2026-12-01', '2027-12-31');
const ofArgument = promise('Query.goals(first:)', '2026-11-01', '2027-06-30');
const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { goals(first: Int, most: Int @deprecated(reason: "${ofArgument}"), kind: Kind): [Goal!]! }
type Goal @key(fields: "code") { code: ID! name: String! title: String! @deprecated(reason: "${ofTitle}") }
enum Kind { NEW OLD @deprecated(reason: "old words") }`;

describe('what an answer says of what is deprecated', () => {
  let server: Server;
  let gateway: GatewayServer;

  beforeAll(async () => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: {} }]);
    const rootValue = { goals: [{ code: 'A', name: 'One', title: 'One' }] };
    server = createServer((request, reply) => {
      void text(request).then(async (body) => {
        const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
        const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
        reply.setHeader('content-type', 'application/json').end(JSON.stringify(result));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
    const composition = compose([{ name: 'goals', sdl, url }]);
    if (composition.errors) throw new Error(composition.errors.join('\n'));
    gateway = gatewayServer({ logLevel: 'silent' });
    const engine = await openHubEngine({
      supergraphSdl: composition.supergraph,
      timeoutMs: 5000,
      subgraphUrl: () => undefined,
      log: gateway.http.log,
      planning: { stats: newPlannerStats() },
    });
    await gateway.open(engine);
    await gateway.http.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await gateway.http.close();
    server.close();
    server.closeAllConnections();
  });

  const ask = async (query: string) => {
    const response = await fetch(`${gateway.http.listeningOrigin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, extensions } = (await response.json()) as Record<string, any>;
    const headers = Object.fromEntries(
      ['deprecation', 'sunset', 'link'].map((name) => [name, response.headers.get(name)]),
    );
    return { data, extensions, headers };
  };

  test('is nothing where nothing of it is', async () => {
    expect(await ask('{ goals(first: 1, kind: NEW) { code name } }')).toEqual({
      data: { goals: [{ code: 'A', name: 'One' }] },
      extensions: undefined,
      headers: { deprecation: null, sunset: null, link: null },
    });
  });

  test('is which field it is, what replaces it and until when, also in headers', async () => {
    const { extensions, headers } = await ask('{ goals { ...Shown } } fragment Shown on Goal { title }');
    expect(extensions.deprecated).toEqual([
      { coordinate: 'Goal.title', reason: ofTitle, use: 'Goal.name', since: '2026-12-01', until: '2027-12-31' },
    ]);
    // The first second of the first day, and the last of the last, in the province.
    expect(headers).toMatchObject({ deprecation: '@1796058000', sunset: 'Fri, 31 Dec 2027 16:59:59 GMT' });
    expect(headers['link']).toContain('rel="deprecation"');
  });

  test('is the same of arguments and values; headers have the first days of all', async () => {
    const { extensions, headers } = await ask('{ goals(most: 1, kind: OLD) { title } }');
    expect(extensions.deprecated.map(({ coordinate }: { coordinate: string }) => coordinate)).toEqual([
      ...['Goal.title', 'Kind.OLD', 'Query.goals(most:)'],
    ]);
    expect(extensions.deprecated[1]).toEqual({ coordinate: 'Kind.OLD', reason: 'old words' });
    expect(headers).toMatchObject({ deprecation: '@1793466000', sunset: 'Wed, 30 Jun 2027 16:59:59 GMT' });
  });
});
