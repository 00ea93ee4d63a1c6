import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, graphql, parse } from 'graphql';
import type { RawAnswer, SubgraphRequest } from './behaviour.js';
import type { Subgraph } from './behaviour.js';

const directives = [
  '@authenticated',
  '@composeDirective',
  '@context',
  '@cost',
  '@extends',
  '@external',
  '@fromContext',
  '@inaccessible',
  '@interfaceObject',
  '@key',
  '@listSize',
  '@override',
  '@policy',
  '@provides',
  '@requires',
  '@requiresScopes',
  '@shareable',
  '@tag',
];

/** The version that the composition of `@apollo/composition` 2.14 knows. */
const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.12"
  import: ${JSON.stringify([...directives, 'FieldSet', 'ContextFieldValue'])}
)`;

/** A subgraph's schema for composition and for the server. */
export function typeDefs(subgraph: Subgraph): DocumentNode {
  const linked = subgraph.federation === 1 || subgraph.typeDefs.includes('@link');
  return parse(linked ? subgraph.typeDefs : `${link}\n${subgraph.typeDefs}`);
}

/** Serves subgraphs, each under its name, at a free port. */
export async function serveSubgraphs(subgraphs: Readonly<Record<string, Subgraph>>): Promise<Server> {
  const answers = new Map(Object.entries(subgraphs).map(([name, subgraph]) => [`/${name}`, answerer(subgraph)]));
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await answers.get(String(request.url))?.((await json(request)) as SubgraphRequest);
      if (!answer || answer === 'hangUp') return response.destroy();
      return response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body);
    })();
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return server;
}

/** Where a subgraph is served. */
export function subgraphUrl(server: Server, name: string): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
}

function answerer(subgraph: Subgraph): (request: SubgraphRequest) => Promise<RawAnswer | 'hangUp'> {
  const module = { typeDefs: typeDefs(subgraph), resolvers: subgraph.resolvers ?? {} };
  const schema = buildSubgraphSchema([module] as Parameters<typeof buildSubgraphSchema>[0]);
  return async (request) => {
    const raw = subgraph.answer?.(request);
    if (raw) return raw;
    const { query, variables } = request;
    return { body: JSON.stringify(await graphql({ schema, source: query, variableValues: variables, rootValue: {} })) };
  };
}
