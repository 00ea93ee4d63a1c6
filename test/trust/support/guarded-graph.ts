import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSchema, graphql } from 'graphql';
import { type RunningProgram, startProgram } from '../../support/program.js';
import { elapse } from '../../support/until.js';

/** A built gateway with limits before a graph of one subgraph. */
export interface GuardedGraph extends RunningProgram {
  /** Asks as a plain client does. */
  ask(body: unknown, headers?: Record<string, string>): Promise<Told>;
  /** How many requests reached the subgraph. */
  readonly asked: () => number;
}

/** An answer, with its most tested parts. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly data?: unknown; readonly errors?: readonly GraphQLFault[] };
  readonly error: GraphQLFault | undefined;
}

interface GraphQLFault {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

const subgraph = `
  input Filter { and: [Filter!] text: String }
  type Item { code: ID! item: Item others(first: Int = 10): Items }
  type Items { nodes: [Item!]! }
  type Query {
    item(filter: Filter): Item
    items(first: Int = 10): Items
    text(length: Int!): String
    slow(milliseconds: Int!): String
  }
`;

const supergraph = `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"])
  { query: Query }
  directive @cost(weight: Int!) on FIELD_DEFINITION
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INPUT_OBJECT
  scalar join__FieldSet
  scalar link__Import
  enum link__Purpose { SECURITY EXECUTION }
  enum join__Graph { ONE @join__graph(name: "one", url: "http://one.invalid") }
${subgraph
  .replaceAll(/(type|input) (\w+) \{/g, '$1 $2 @join__type(graph: ONE) {')
  .replaceAll(
    /(\w+\(first: Int = 10\): Items)/g,
    '$1 @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)',
  )}
`;

const item = () => ({ code: 'I', item, others: items });
const items = ({ first }: { first: number }) => ({ nodes: Array.from({ length: first }, item) });
const rootValue = {
  item,
  items,
  text: ({ length }: { length: number }) => 'a'.repeat(length),
  slow: ({ milliseconds }: { milliseconds: number }) =>
    elapse(milliseconds, 'it answers slowly', { ref: false }).then(() => 'done'),
};

/** @param limits as in a file of limits. */
export async function startGuardedGraph(limits: object, environment: NodeJS.ProcessEnv = {}): Promise<GuardedGraph> {
  let asked = 0;
  const schema = buildSchema(subgraph);
  const server = createServer((request, response) => {
    asked += 1;
    void text(request).then(async (body) => {
      const { query: source, variables: variableValues } = JSON.parse(body) as {
        query: string;
        variables?: Record<string, unknown>;
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await graphql({ schema, source, variableValues, rootValue })));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const folder = await mkdtemp(join(tmpdir(), 'guarded-'));
  const [supergraphFile, limitsFile] = [join(folder, 'supergraph.graphql'), join(folder, 'limits.json')];
  await writeFile(supergraphFile, supergraph);
  await writeFile(limitsFile, JSON.stringify(limits));
  const gateway = await startProgram(
    'gateway/dist/main.js',
    ['--supergraph', supergraphFile, '--foreign', '--limits', limitsFile],
    { SUBGRAPH_URL_ONE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...environment },
    /^ready$/,
  );
  return {
    ...gateway,
    asked: () => asked,
    ask: async (body, headers = {}) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const told = (await response.json()) as Told['body'];
      return { status: response.status, headers: response.headers, body: told, error: told.errors?.[0] };
    },
    stop: async () => {
      await gateway.stop();
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
