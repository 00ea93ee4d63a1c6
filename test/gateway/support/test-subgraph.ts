import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildASTSchema, graphql, type GraphQLSchema, Kind, parse } from 'graphql';

/** How a subgraph of the tests answers. */
export type Behaviour =
  | 'answers'
  /** Refuses connections. */
  | 'is down'
  /** Takes the request and says nothing. */
  | 'hangs'
  /** Begins an answer and never ends it. */
  | 'stalls'
  /** Knows none of the entities, and reports no error. */
  | 'answers null entities'
  /** Fails as a whole, with one error. */
  | 'throws'
  /** Fails for the second entity only. */
  | 'throws for one entity'
  | 'answers an HTML 502'
  | 'answers broken JSON'
  /** Leaves entities out. */
  | 'answers too few entities';

/** A request as a subgraph got it. */
export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: string;
  readonly variables: { readonly representations?: readonly Record<string, unknown>[] };
}

/** A subgraph that runs for a test, on plain HTTP. */
export interface TestSubgraph {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** How many requests the gateway gave up before they were answered. */
  abandoned(): number;
  stop(): void;
}

const fixtures = new URL('../../../gateway/src/fixtures/', import.meta.url);

/** The text of a file of the gateway's fixtures. */
export function fixture(name: string): string {
  return readFileSync(new URL(name, fixtures), 'utf8');
}

/** Starts the subgraph of a fixture on a free port. */
export async function startTestSubgraph(
  name: string,
  rootValue: Record<string, unknown>,
  behaviour: Behaviour,
): Promise<TestSubgraph> {
  const schema = subgraphSchema(fixture(`${name}.graphql`));
  const received: ReceivedRequest[] = [];
  let abandoned = 0;

  const server = createServer((request, reply) => {
    reply.once('close', () => {
      if (!reply.writableFinished) abandoned += 1;
    });
    void text(request).then(async (body) => {
      const { query, variables } = JSON.parse(body) as Omit<ReceivedRequest, 'headers'>;
      received.push({ headers: request.headers, query, variables });
      const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
      answer(behaviour, result as Result, reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  if (behaviour === 'is down') {
    stop();
    await once(server, 'close');
  }
  return { url: `http://127.0.0.1:${port}/graphql`, received, abandoned: () => abandoned, stop };
}

interface Result {
  data: Record<string, unknown>;
  errors?: unknown[];
}

/** The error that a subgraph of the tests throws: with more to tell than a client should see. */
const thrown = {
  message: 'The register is locked.',
  extensions: { code: 'REGISTER_LOCKED', stacktrace: ['at /srv/secret.ts:1'], http: { status: 500 } },
};

function answer(behaviour: Behaviour, { data, ...rest }: Result, reply: ServerResponse): void {
  const send = (result: unknown) => {
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  };
  const fields = Object.keys(data).filter((key) => /^_e(ntities|\d+)$/.test(key));
  /** The data, with every list of entities changed. */
  const changed = (change: (entities: unknown[]) => unknown[]) => ({
    ...data,
    ...Object.fromEntries(fields.map((key) => [key, change(data[key] as unknown[])])),
  });
  switch (behaviour) {
    case 'hangs':
    case 'is down':
      return;
    case 'stalls':
      reply.write('{"data":');
      return;
    case 'answers null entities':
      send({ data: changed((entities) => entities.map(() => null)) });
      return;
    case 'throws':
      send({ data: null, errors: [thrown] });
      return;
    case 'throws for one entity':
      send({
        data: changed((entities) => entities.map((entity, index) => (index === 1 ? null : entity))),
        errors: fields.length > 0 ? fields.map((key) => ({ ...thrown, path: [key, 1, 'womensUnion'] })) : undefined,
      });
      return;
    case 'answers an HTML 502':
      reply.writeHead(502, { 'content-type': 'text/html' }).end('<html>connect ECONNREFUSED 10.0.0.7:5432</html>');
      return;
    case 'answers broken JSON':
      reply.end('{"data":{');
      return;
    case 'answers too few entities':
      send({ data: changed((entities) => entities.slice(1)) });
      return;
    case 'answers':
      send({ data, ...rest });
  }
}

/** A subgraph's SDL as an executable schema: the federation's directives ignored, `_entities` added. */
export function subgraphSchema(sdl: string): GraphQLSchema {
  const { definitions } = parse(sdl);
  const entities = definitions
    .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(({ directives }) => directives?.some(({ name }) => name.value === 'key'))
    .map(({ name }) => name.value);
  const federation = parse(`
    scalar _Any
    union _Entity = ${entities.join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
  `);
  return buildASTSchema(
    {
      kind: Kind.DOCUMENT,
      definitions: [...definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION), ...federation.definitions],
    },
    { assumeValidSDL: true },
  );
}
