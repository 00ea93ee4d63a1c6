import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { gatewayItself } from '@hub/protocol';
import { compose } from '@hub/schema/compose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql, type GraphQLSchema, parse, print } from 'graphql';
import type { Engine } from '../../gateway/src/engine/engine.js';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { ownSchema } from '../../gateway/src/own-subgraph/own-schema.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { createServer as gatewayServer, type GatewayServer } from '../../gateway/src/start/server.js';
import { answerNodeIds, findingNodes, withNodes } from '../../subgraphs/kit/src/definition/nodes.js';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@requiresScopes"])';

/** A value that an organisation leaves out of its answers, against its schema. */
const leftOut = 'left out';

/** Organisations with the entities that each owns, by their codes. */
const organisations = {
  schools: {
    sdl: `type Query { schools: [School!]! } type School @key(fields: "code") { code: ID! name: String! team: Team } type Team @key(fields: "code", resolvable: false) { code: ID! }`,
    owned: {
      School: {
        S1: { code: 'S1', name: 'One', team: { code: 'T1' } },
        S2: { code: 'S2', name: 'Two', team: null },
        S3: { code: 'S3', name: leftOut, team: null },
      },
    },
  },
  teams: {
    sdl: `type Query { teams: [Team!]! } type Team @key(fields: "code") { code: ID! size: Int! } type Person @key(fields: "code") @requiresScopes(scopes: [["persons"]]) { code: ID! age: Int }`,
    owned: { Team: { T1: { code: 'T1', size: 3 } }, Person: { P1: { code: 'P1', age: 30 } } },
  },
} as const;

type Objects = Readonly<Record<string, Readonly<Record<string, object>>>>;

function built({ sdl, owned }: { readonly sdl: string; readonly owned: Objects }): {
  text: string;
  schema: GraphQLSchema;
} {
  const nodes = withNodes(print(parse(sdl)), Object.keys(owned));
  const resolvers = Object.fromEntries(
    Object.entries(owned).map(([type, objects]) => {
      const find = ({ code }: { code: string }) => objects[code] ?? null;
      const key = nodes.keys.get(type);
      return [type, { __resolveReference: key ? findingNodes(type, key, find) : find }];
    }),
  );
  const whole = `${link}\n${nodes.sdl}`;
  const schema = buildSubgraphSchema([{ typeDefs: parse(whole), resolvers: resolvers as never }]);
  answerNodeIds(schema, nodes.keys);
  return { text: whole, schema };
}

async function serve(schema: GraphQLSchema, rootValue: object): Promise<Server> {
  const server = createServer((request, reply) => {
    void text(request).then(async (body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
      const told = JSON.stringify(result, (_key, value: unknown) => (value === leftOut ? undefined : value));
      reply.setHeader('content-type', 'application/json').end(told);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('ids in the whole graph', () => {
  const servers: Server[] = [];
  let engine: Engine;
  let gateway: GatewayServer;

  beforeAll(async () => {
    const parts = await Promise.all(
      Object.entries(organisations).map(async ([name, one]) => {
        const { text: sdl, schema } = built(one);
        const server = await serve(schema, {
          schools: [{ code: 'S1', name: 'One' }],
          teams: [{ code: 'T1', size: 3 }],
        });
        servers.push(server);
        return { name, sdl, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql` };
      }),
    );
    const own = { name: gatewayItself.code, url: gatewayItself.url, sdl: ownSchema };
    const composition = compose([...parts, own]);
    if (composition.errors) throw new Error(composition.errors.join('\n'));
    gateway = gatewayServer({ logLevel: 'silent' });
    engine = await openHubEngine({
      supergraphSdl: composition.supergraph,
      timeoutMs: 5000,
      subgraphUrl: () => undefined,
      log: gateway.http.log,
      planning: { stats: newPlannerStats() },
      cost: { budgets: {}, listSize: 10, fetch: 100 },
    });
    await gateway.open(engine);
  });
  afterAll(async () => {
    await gateway.http.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function ask(query: string, variables: object = {}): Promise<any> {
    const url = gateway.http.server.listening ? undefined : await gateway.http.listen({ host: '127.0.0.1', port: 0 });
    const { port } = gateway.http.server.address() as AddressInfo;
    const response = await fetch(`${url ?? `http://127.0.0.1:${String(port)}`}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  const told = { extensions: { cost: { estimated: expect.any(Number) } } };

  test('lead to the organisation that owns the type, and on from there', async () => {
    const query = '{ node(id: "School:S1") { __typename id ... on School { code name team { id size } } } }';
    expect(await ask(query)).toEqual({
      ...told,
      data: {
        node: { __typename: 'School', id: 'School:S1', code: 'S1', name: 'One', team: { id: 'Team:T1', size: 3 } },
      },
    });
  });

  test('give objects of several organisations in their order, and null for what there is not, without an error', async () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on School { name } ... on Team { size } } }`;
    const ids = ['Team:T1', 'School:S9', 'School:S2', 'Nothing:1', 'Team:T9', 'School:S1'];
    expect(await ask(query, { ids })).toEqual({
      ...told,
      data: {
        nodes: [
          { id: 'Team:T1', size: 3 },
          null,
          { id: 'School:S2', name: 'Two' },
          null,
          null,
          { id: 'School:S1', name: 'One' },
        ],
      },
    });
    expect(await ask('{ node(id: "Team:T9") { ... on Team { size } } }')).toEqual({ ...told, data: { node: null } });
  });

  test('hide no fault of an object that its owner gave without a value that it must have', async () => {
    const { data, errors } = await ask('{ node(id: "School:S3") { ... on School { name } } }');
    expect(data).toEqual({ node: null });
    expect(errors).toHaveLength(1);
  });

  test('show nothing that is not for the caller, whether or not it is there', async () => {
    for (const id of ['Person:P1', 'Person:P9']) {
      const { data, errors } = await ask(`{ node(id: "${id}") { id ... on Person { age } } }`);
      expect(data).toEqual({ node: null });
      expect(errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    }
  });

  test('show nobody the key by which they are found', async () => {
    const { errors } = await ask('{ node(id: "Team:T1") { ... on Team { nodeKey } } }');
    expect(errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
