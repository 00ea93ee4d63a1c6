import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { graphql, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { type RunningGateway, startGateway } from '../federation/support/gateway.js';
import { until } from '../support/until.js';

/** As Fastify has it, and an organisation's subgraph had. */
const maxBody = 1024 * 1024;

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8"
  import: ["@key", "@external", "@requires", "@context", "@fromContext", "@shareable", "ContextFieldValue"])`;

/** Records of people who learn, as one organisation lists them; keys are pseudonyms, as long as the hub's. */
const pseudonym = (number: number) => `${'0123456789abcdef'.repeat(4)}-${String(number).padStart(6, '0')}`;

const lists = {
  typeDefs: `${link}
    type Query {
      records(count: Int!, times: Int! = 1): [Record!]!
      perhaps(count: Int!): [Record]!
      pair(count: Int!): Pair!
      echo(text: String!): Int
    }
    type Pair @shareable { left: [Record!]! right: [Record!]! rooms: [Room!]! }
    type Record @key(fields: "id") { id: ID! weight: Int! }
    type Room @key(fields: "id") { id: ID! }`,
  resolvers: {
    Query: {
      records: (_: unknown, { count, times }: { count: number; times: number }) =>
        Array.from({ length: count * times }, (_each, index) => record(index % count)),
      perhaps: (_: unknown, { count }: { count: number }) => Array.from({ length: count }, (_each, i) => record(i)),
      pair: (_: unknown, { count }: { count: number }) => ({
        left: Array.from({ length: count }, (_each, index) => record(index)),
        // The other way round, and half of them others.
        right: Array.from({ length: count }, (_each, index) => record(count + count / 2 - index)),
        rooms: Array.from({ length: count }, (_each, index) => ({ id: `room ${index}` })),
      }),
      echo: (_: unknown, { text: given }: { text: string }) => given.length,
    },
  },
};

function record(number: number) {
  return { id: pseudonym(number), weight: number };
}

const notes = {
  typeDefs: `${link}
    type Query { notes: Int }
    type Record @key(fields: "id") {
      id: ID!
      weight: Int! @external
      note: String
      strict: String!
      broken: String!
      heavy: Int @requires(fields: "weight")
      echo(text: String!): Int
    }
    type Room @key(fields: "id") { id: ID! size: String }`,
  resolvers: {
    Record: {
      note: ({ id }: { id: string }) => `note ${id.split('-')[1]}`,
      strict: ({ id }: { id: string }) => {
        const number = Number(id.split('-')[1]);
        if (number % 2500 === 1234) throw new GraphQLError(`No note ${number}.`, { extensions: { code: 'NO_NOTE' } });
        return `strict ${number}`;
      },
      broken: ({ id }: { id: string }) => {
        throw new GraphQLError(`Broken ${id.split('-')[1]}.`);
      },
      heavy: ({ weight }: { weight: number }) => weight * 2,
      echo: (_: unknown, { text: given }: { text: string }) => given.length,
    },
    Room: { size: ({ id }: { id: string }) => `size of ${id}` },
  },
};

interface Received {
  readonly bytes: number;
  readonly representations: readonly Record<string, unknown>[];
}

/** A subgraph as an organisation runs it: larger requests are refused before they are read as JSON. */
class TestSubgraph {
  readonly received: Received[] = [];
  /** Answers a request in the schema's place. */
  answer: ((received: Received) => { status: number; body: string } | undefined) | undefined;
  /** Answers no request before so many are there. */
  waitsFor = 0;
  #underWay = 0;
  mostUnderWay = 0;
  readonly #waiting: (() => void)[] = [];
  #server: Server | undefined;
  readonly #schema: GraphQLSchema;

  constructor(readonly definition: { readonly typeDefs: string; readonly resolvers: object }) {
    const module = { typeDefs: parse(definition.typeDefs), resolvers: definition.resolvers };
    this.#schema = buildSubgraphSchema([module] as Parameters<typeof buildSubgraphSchema>[0]);
  }

  async start(): Promise<void> {
    this.#server = createServer((request, reply) => {
      void text(request).then(async (body) => {
        await this.#enter();
        const { status, body: answered } = await this.#respond(body);
        this.#underWay -= 1;
        reply.writeHead(status, { 'content-type': 'application/json' }).end(answered);
      });
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async #enter(): Promise<void> {
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    if (this.#underWay < this.waitsFor) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.waitsFor = 0;
    for (const go of this.#waiting.splice(0)) go();
  }

  async #respond(body: string): Promise<{ status: number; body: string }> {
    const bytes = Buffer.byteLength(body);
    if (bytes > maxBody) return { status: 413, body: '{"statusCode":413,"error":"Payload Too Large"}' };
    const { query: source, variables: variableValues } = JSON.parse(body) as {
      query: string;
      variables?: { representations?: Record<string, unknown>[] };
    };
    const representations = Object.entries(variableValues ?? {}).flatMap(([name, value]) =>
      name.startsWith('representations') || name.startsWith('__batch') ? value : [],
    );
    const received = { bytes, representations };
    this.received.push(received);
    const raw = this.answer?.(received);
    if (raw) return raw;
    return { status: 200, body: JSON.stringify(await graphql({ schema: this.#schema, source, variableValues })) };
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}/graphql`;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

interface Answer {
  readonly data?: any;
  readonly errors?: readonly { message: string; path?: readonly (string | number)[]; extensions: { code: string } }[];
}

describe('a fetch of more entities than one request may have', () => {
  const subgraphs = { lists: new TestSubgraph(lists), notes: new TestSubgraph(notes) };
  const log: string[] = [];
  let directory: string;
  let gateway: RunningGateway;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'large-fetches-'));
    await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.start()));
    const { supergraphSdl, errors } = composeServices(
      Object.entries(subgraphs).map(([name, { url, definition }]) => ({
        name,
        url,
        typeDefs: parse(definition.typeDefs),
      })),
    );
    if (supergraphSdl === undefined) throw new Error(JSON.stringify(errors));
    const file = join(directory, 'supergraph.graphql');
    await writeFile(file, supergraphSdl);
    // On a busy machine a pause is no fault of the gateway's.
    const patience = { SUBGRAPH_TIMEOUT_MS: '120000', OPERATION_TIMEOUT_MS: '240000', SUBGRAPH_BREAKER: 'off' };
    gateway = await startGateway(file, (line) => log.push(line), patience);
  });
  afterAll(async () => {
    await gateway.stop();
    for (const subgraph of Object.values(subgraphs)) subgraph.stop();
    await rm(directory, { recursive: true });
  });
  beforeEach(() => {
    for (const subgraph of Object.values(subgraphs)) {
      subgraph.received.length = 0;
      subgraph.answer = undefined;
      subgraph.mostUnderWay = 0;
      subgraph.waitsFor = 0;
    }
    log.length = 0;
  });

  async function ask(query: string, variables = {}): Promise<Answer> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  const note = (number: number) => `note ${String(number).padStart(6, '0')}`;
  const count = 20_000;

  test('is answered, 20,000 keys with the settings that everyone has, each in its place', async () => {
    subgraphs.notes.waitsFor = 8;
    const { data, errors } = await ask(`{ records(count: ${count}) { id note heavy } }`);
    expect(errors).toBeUndefined();
    expect(data.records).toEqual(
      Array.from({ length: count }, (_, number) => ({
        id: pseudonym(number),
        note: note(number),
        heavy: 2 * number,
      })),
    );
    const { received, mostUnderWay } = subgraphs.notes;
    expect(received.flatMap(({ representations }) => representations.map(({ id }) => id)).toSorted()).toEqual(
      Array.from({ length: count }, (_, number) => pseudonym(number)),
    );
    for (const { bytes, representations } of received) {
      expect(representations.length).toBeLessThanOrEqual(1000);
      expect(bytes).toBeLessThanOrEqual(512 * 1024);
    }
    // Side by side, and yet some places are left for others.
    expect(mostUnderWay).toBe(8);
  });

  test('is asked about each entity once, wherever it stands', async () => {
    const { data, errors } = await ask(`{ records(count: ${count}, times: 2) { note } }`);
    expect(errors).toBeUndefined();
    expect(data.records).toEqual(Array.from({ length: 2 * count }, (_, index) => ({ note: note(index % count) })));
    expect(subgraphs.notes.received.flatMap(({ representations }) => representations)).toHaveLength(count);
  });

  test('is answered where several fields and types share it', async () => {
    const { data, errors } = await ask(
      '{ pair(count: 12000) { left { note } right { heavy, text: note } rooms { size } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.pair.left).toEqual(Array.from({ length: 12_000 }, (_, index) => ({ note: note(index) })));
    expect(data.pair.right).toEqual(
      Array.from({ length: 12_000 }, (_, index) => ({ heavy: 2 * (18_000 - index), text: note(18_000 - index) })),
    );
    expect(data.pair.rooms).toEqual(Array.from({ length: 12_000 }, (_, index) => ({ size: `size of room ${index}` })));
  });

  test('has the errors of single entities at their places', async () => {
    const { data, errors = [] } = await ask(`{ records(count: ${count}) { some: strict } }`);
    expect(data).toBeNull();
    const failing = Array.from({ length: count }, (_, number) => number).filter((number) => number % 2500 === 1234);
    expect(errors.map(({ path, message, extensions }) => [path, message, extensions.code])).toEqual(
      failing.map((number) => [['records', number, 'some'], `No note ${number}.`, 'NO_NOTE']),
    );
  });

  test('may have as many errors as entities, each once', async () => {
    const { data, errors = [] } = await ask(`{ perhaps(count: ${count}) { id broken } }`);
    expect(data.perhaps).toEqual(Array.from({ length: count }, () => null));
    expect(errors.map(({ message, path }) => [message, path])).toEqual(
      Array.from({ length: count }, (_, number) => [
        `Broken ${String(number).padStart(6, '0')}.`,
        ['perhaps', number, 'broken'],
      ]),
    );
  });

  test('loses the entities of a request that fails, and no others; the fault is told once', async () => {
    const failed = new Set<unknown>();
    subgraphs.notes.answer = ({ representations }) => {
      const ids = representations.map(({ id }) => id);
      if (![3500, 7500, 7600].some((number) => ids.includes(pseudonym(number)))) return undefined;
      for (const id of ids) failed.add(id);
      return { status: 500, body: 'oh' };
    };
    const { data, errors = [] } = await ask(`{ records(count: ${count}) { id note } }`);
    expect(failed.size).toBe(2000);
    expect(data.records).toEqual(
      Array.from({ length: count }, (_, number) => ({
        id: pseudonym(number),
        note: failed.has(pseudonym(number)) ? null : note(number),
      })),
    );
    expect(errors).toEqual([
      {
        message: 'notes gave no valid GraphQL response (HTTP status 500).',
        path: ['records'],
        extensions: { code: 'SUBGRAPH_INVALID_RESPONSE', serviceName: 'notes' },
      },
    ]);
    const told = () => log.filter((line) => line.includes('subgraph failed'));
    await until(() => told().length > 0, { what: 'the failure in the log', seen: () => log });
    expect(told()).toHaveLength(1);
  });

  test('does not take one request’s answers for those of another', async () => {
    subgraphs.notes.answer = ({ representations }) =>
      representations.some(({ id }) => id === pseudonym(0))
        ? {
            status: 200,
            body: JSON.stringify({
              data: { _entities: representations.map(() => ({ note: 'mine' })) },
              errors: [
                { message: 'mine', path: ['_entities', 7, 'note'] },
                { message: 'beyond', path: ['_entities', representations.length + 5, 'note'] },
                { message: 'before', path: ['_entities', -1, 'note'] },
              ],
            }),
          }
        : undefined;
    const { data, errors = [] } = await ask('{ records(count: 3000) { note } }');
    const mine = data.records.filter((row: { note: string }) => row.note === 'mine');
    expect(mine).toHaveLength(1000);
    expect(errors.map(({ message, path }) => [message, path])).toEqual([
      ['mine', ['records', 7, 'note']],
      ['beyond', ['records']],
      ['before', ['records']],
    ]);
  });

  test('has large variables in each of few requests', async () => {
    const large = 'x'.repeat(500 * 1024);
    const { data, errors } = await ask('query ($text: String!) { records(count: 10000) { echo(text: $text) } }', {
      text: large,
    });
    expect(errors).toBeUndefined();
    expect(data.records).toEqual(Array.from({ length: 10_000 }, () => ({ echo: large.length })));
    expect(subgraphs.notes.received.length).toBeLessThanOrEqual(12);
  });

  test('says what is wrong where a request cannot be split', async () => {
    const { data, errors = [] } = await ask('query ($text: String!) { echo(text: $text) }', {
      text: 'x'.repeat(maxBody),
    });
    expect(data).toEqual({ echo: null });
    expect(errors).toEqual([
      {
        message: 'The request is too large for lists.',
        path: ['echo'],
        extensions: { code: 'SUBGRAPH_REQUEST_TOO_LARGE', serviceName: 'lists' },
      },
    ]);
    const failed = () => log.filter((line) => line.includes('subgraph failed'));
    await until(() => failed().length > 0, { what: 'the failure in the log', seen: () => log });
    const lines = failed();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/HTTP status 413 for 104\d{4} bytes/);
  });
});
