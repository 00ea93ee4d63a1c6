import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { afterEach, describe, expect, test } from '@jest/globals';
import { buildSchema, graphql, GraphQLError, type GraphQLSchema, print } from 'graphql';
import { WebSocket } from 'ws';
import type { RequestContext } from '../request/context.js';
import type { Engine } from '../engine/engine.js';
import { createServer, type ServerOptions } from './server.js';
import { documentOf } from '../operation/operation.js';
import { readSupergraph } from '../supergraph/supergraph.js';

/** An engine with the given `execute`. */
const engine = (execute: Engine['execute']): Engine => ({
  schema,
  isPublic: () => false,
  execute,
  executeIncrementally: () => Promise.reject(new Error('not asked for')),
  subscribe: () => Promise.reject(new Error('no subscriptions')),
  endSubscriptions: () => undefined,
  stats: () => ({ subgraphs: [], operations: { count: 0, bytes: 0 }, planning: 0, subscriptions: 0 }),
  close: () => Promise.resolve(),
});

type Answer = Partial<Record<'data' | 'errors', unknown>>;

const schema = buildSchema('type Query { a: Int } type Subscription { b: Int }');

describe('the gateway’s server', () => {
  let stop: (() => Promise<unknown>) | undefined;

  afterEach(async () => {
    await stop?.();
  });

  /** Sends an operation to a gateway with such an engine. */
  async function ask(
    execute: Engine['execute'],
    query = '{ a }',
    plugins: ServerOptions['plugins'] = [],
    of: GraphQLSchema = schema,
  ) {
    const server = createServer({ logLevel: 'silent', plugins });
    stop = () => server.http.close();
    await server.open({ ...engine(execute), schema: of });
    const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query }),
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
    });
    return { statusCode: response.status, body: (await response.json()) as Answer };
  }

  test('closes the connection of a request that cannot even be refused, and logs it with its id', async () => {
    const isOriginOfApp = () => {
      throw new Error('the list of apps is broken');
    };
    const { http, open } = createServer({ logLevel: 'silent', isOriginOfApp });
    stop = () => http.close();
    const logged: unknown[] = [];
    http.log.error = (details: unknown) => void logged.push(details);
    await open(engine(() => Promise.resolve({ data: { a: 1 } })));
    const url = await http.listen({ host: '127.0.0.1', port: 0 });
    const headers = { 'content-type': 'application/json', 'x-request-id': 'r-2', origin: 'https://app.example' };
    const asked = fetch(`${url}/graphql`, { method: 'POST', body: '{"query":"{ a }"}', headers });
    await expect(asked).rejects.toThrow('fetch failed');
    expect(logged.at(-1)).toMatchObject({ reqId: 'r-2', err: new Error('the list of apps is broken') });
  });

  test('is ready once it has an engine', async () => {
    const { http, open } = createServer({ logLevel: 'silent' });
    stop = () => http.close();
    expect((await http.inject('/readyz')).statusCode).toBe(503);
    await open(engine(() => Promise.reject(new Error())));
    expect((await http.inject('/readyz')).statusCode).toBe(200);
  });

  test('has WebSockets wait that come before it is ready, and refuses them where it stops before', async () => {
    const { http, open } = createServer({ logLevel: 'silent' });
    const arrived = new EventTarget();
    http.server.on('upgrade', () => arrived.dispatchEvent(new Event('one')));
    const url = (await http.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
    const connect = async () => {
      const came = once(arrived, 'one');
      const socket = new WebSocket(`${url}/graphql`, 'graphql-transport-ws');
      const end = Promise.race([
        once(socket, 'open').then(() => 'open'),
        once(socket, 'unexpected-response').then(([, answer]) => (answer as IncomingMessage).statusCode),
      ]);
      await came;
      return { socket, end };
    };
    const first = await connect();
    await open(engine(() => Promise.reject(new Error())));
    expect(await first.end).toBe('open');
    first.socket.terminate();
    await http.close();

    const unopened = createServer({ logLevel: 'silent' });
    unopened.http.server.on('upgrade', () => arrived.dispatchEvent(new Event('one')));
    const other = (await unopened.http.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
    const came = once(arrived, 'one');
    const socket = new WebSocket(`${other}/graphql`, 'graphql-transport-ws');
    const refused = once(socket, 'unexpected-response');
    await came;
    await unopened.http.close();
    const [, answer] = (await refused) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(503);
  });

  test('runs on whatever engine it is given', async () => {
    const response = await ask(async ({ operation, context }) => {
      expect(context.requestId).toBe('r-1');
      return graphql({ schema, source: print(documentOf(operation)), rootValue: { a: 7 } });
    });
    expect(response.body).toEqual({ data: { a: 7 } });
  });

  test('tells nothing of its own failure but the request id', async () => {
    const response = await ask(() => Promise.reject(new Error('no route to 10.0.0.7')));
    expect(response.statusCode).toBe(500);
    expect(response.body).toEqual({
      errors: [
        {
          message: 'Internal error; the log has it under request r-1.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
        },
      ],
    });
  });

  test('masks an error that was not raised for the caller, and keeps one that was', async () => {
    const errors = [
      new GraphQLError('no route to 10.0.0.7', { path: ['a'], originalError: new Error('no route to 10.0.0.7') }),
      new GraphQLError('The register is locked.', { extensions: { code: 'LOCKED', serviceName: 'movement' } }),
    ];
    const response = await ask(() => Promise.resolve({ data: { a: null }, errors }));
    expect(response.statusCode).toBe(200);
    expect(response.body).toMatchObject({
      data: { a: null },
      errors: [
        { path: ['a'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        { message: 'The register is locked.', extensions: { code: 'LOCKED', serviceName: 'movement' } },
      ],
    });
    expect(JSON.stringify(response.body)).not.toContain('10.0.0.7');
  });

  test('runs Apollo Server’s plugins for those who have some, with the same answers', async () => {
    const told: unknown[] = [];
    const plugin: ApolloServerPlugin<RequestContext> = {
      requestDidStart: () =>
        Promise.resolve({
          willSendResponse: ({ operationName, contextValue }) => {
            told.push([operationName, contextValue.requestId]);
            return Promise.resolve();
          },
        }),
    };
    const plugins = [plugin];
    const answer = await ask(() => Promise.resolve({ data: { a: 7 } }), 'query A { a }', plugins);
    expect(answer).toEqual({ statusCode: 200, body: { data: { a: 7 } } });
    await stop?.();
    const failure = await ask(() => Promise.reject(new Error('no route to 10.0.0.7')), 'query B { a }', plugins);
    expect(failure.statusCode).toBe(500);
    expect(failure.body).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' } }],
    });
    expect(told).toEqual([
      ['A', 'r-1'],
      ['B', 'r-1'],
    ]);
    await stop?.();
    for (const query of ['{', '{ nothing }', 'mutation { b }', '{a'.repeat(50_000)]) {
      const refused = await ask(() => Promise.reject(new Error('asked')), query, plugins);
      expect(refused.statusCode).toBe(200);
      await stop?.();
      const asUsual = await ask(() => Promise.reject(new Error('asked')), query);
      expect(refused.body).toEqual(asUsual.body);
      await stop?.();
    }
  });

  test('refuses malformed values before it asks, with plugins, too', async () => {
    const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
    const { api } = readSupergraph(sdl);
    for (const plugins of [[], [{}]]) {
      const refused = await ask(
        () => Promise.reject(new Error('asked')),
        '{ commune(code: "x") { name } }',
        plugins,
        api,
      );
      expect(refused.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
      await stop?.();
    }
  });

  test('asks no engine for a subscription whose caller takes no stream', async () => {
    const response = await ask(() => Promise.reject(new Error('asked')), 'subscription { b }');
    expect(response.statusCode).toBe(406);
    expect(response.body).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTION_NEEDS_STREAM' } }] });
  });

  test.each([
    ['an operation of a kind that the graph has not', 'mutation { b }', 'GRAPHQL_VALIDATION_FAILED'],
    ['what is nested too deeply to be parsed', '{a'.repeat(50_000), 'GRAPHQL_PARSE_FAILED'],
    ['what is nested too deeply to be validated', `${'{a '.repeat(4000)}${'}'.repeat(4000)}`, 'GRAPHQL_PARSE_FAILED'],
  ])('refuses %s', async (_name, query, code) => {
    const response = await ask(() => Promise.reject(new Error('asked')), query);
    expect(response.body).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(response.statusCode).toBe(200);
  });
});
