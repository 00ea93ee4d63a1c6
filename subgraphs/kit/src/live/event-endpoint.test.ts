import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { badUserInput } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { fastify, type FastifyInstance } from 'fastify';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { DemandedRights } from '../graphql/demanded-rights.js';
import { EventEndpoint, wantsEvents } from './event-endpoint.js';
import { Services } from '../graphql/services.js';
import type { SubscriptionContext } from './subscription-context.js';

/** How many sources are open, and how many contexts were made. */
let open = 0;
let contexts = 0;

async function* count(to: number, { signal }: SubscriptionContext): AsyncGenerator<number> {
  open += 1;
  try {
    for (let number = 1; number <= to; number += 1) yield number;
    if (to === 0 && !signal.aborted) await once(signal, 'abort');
    if (to < 0) throw new TypeError('the register is in Ms Mai’s drawer');
  } finally {
    open -= 1;
  }
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { one: { type: GraphQLInt, resolve: () => 1 } } }),
  subscription: new GraphQLObjectType<number, SubscriptionContext>({
    name: 'Subscription',
    fields: {
      count: {
        type: GraphQLInt,
        args: { to: { type: new GraphQLNonNull(GraphQLInt) }, text: { type: GraphQLString } },
        subscribe: (_root, { to }: { to: number }, context) => {
          if (to > 1000) throw badUserInput('Expected a number up to 1000.');
          return count(to, context);
        },
        resolve: (number, _arguments, { loaders }) => {
          expect(loaders.size).toBe(0);
          loaders.set(schema, 'of this event');
          if (number === 13) throw new TypeError('the register is in Ms Mai’s drawer');
          return number;
        },
      },
    },
  }),
});

describe('the endpoint for events', () => {
  let server: FastifyInstance;
  let url: string;

  beforeEach(async () => {
    open = 0;
    contexts = 0;
    server = fastify({ forceCloseConnections: 'idle' });
    const endpoint = new EventEndpoint({
      schema,
      rights: new DemandedRights(schema),
      organisation: 'womens-union',
      contextOf: (request) => {
        contexts += 1;
        return {
          em: {} as SqlEntityManager,
          log: request.log,
          requestId: 'r1',
          caller: undefined,
          rootPlace: '38',
          now: () => new Date(),
          services: new Services(),
          loaders: new Map(),
        };
      },
    });
    server.addHook('preClose', (done) => {
      endpoint.close();
      done();
    });
    server.post('/graphql', (request, reply) =>
      wantsEvents(request) ? endpoint.answer(request, reply) : reply.send('no events'),
    );
    url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  });
  afterEach(() => server.close());

  const ask = (query: unknown, more: object = {}, signal?: AbortSignal) =>
    fetch(url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query, ...more }),
      signal: signal ?? null,
    });
  const events = async (response: Response) =>
    (await response.text())
      .split('\n\n')
      .filter((event) => event !== ':' && event !== '')
      .map((event) => event.replace('event: ', '').replace('\ndata:', ''));

  test('answers each event of a subscription with a context of its own, and completes', async () => {
    const response = await ask('subscription ($to: Int!) { count(to: $to) }', { variables: { to: 2 } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await events(response)).toEqual(['next {"data":{"count":1}}', 'next {"data":{"count":2}}', 'complete']);
    expect(contexts).toBe(3);
    expect(open).toBe(0);
  });

  test('answers a query with one response', async () => {
    expect(await events(await ask('{ one }'))).toEqual(['next {"data":{"one":1}}', 'complete']);
  });

  test('masks what goes wrong inside: at an event, in the source', async () => {
    const masked = /"message":"Internal error; the log has it under request r1."/;
    const atEvent = await events(await ask('subscription { count(to: 14) }'));
    expect(atEvent[12]).toMatch(masked);
    expect(atEvent[13]).toBe('next {"data":{"count":14}}');
    const inSource = await events(await ask('subscription { count(to: -1) }'));
    expect(inSource).toEqual([expect.stringMatching(masked), 'complete']);
    expect(JSON.stringify([atEvent, inSource])).not.toContain('drawer');
  });

  test('passes on what a subscription is refused for', async () => {
    expect(await events(await ask('subscription { count(to: 1001) }'))).toEqual([
      expect.stringContaining('"code":"BAD_USER_INPUT"'),
      'complete',
    ]);
  });

  test.each<[string, unknown, object, string]>([
    ['no query', 1, {}, 'BAD_REQUEST'],
    ['what does not parse', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { total }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['two root fields', 'subscription { count(to: 1) b: count(to: 1) }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown operation', '{ one }', { operationName: 'Other' }, 'OPERATION_RESOLUTION_FAILURE'],
    ['a wrong variable', 'subscription ($to: Int!) { count(to: $to) }', { variables: { to: 'x' } }, 'BAD_USER_INPUT'],
    ['a NUL character', 'subscription { count(to: 1, text: "\\u0000") }', {}, 'BAD_USER_INPUT'],
  ])('refuses %s with status 400', async (_name, query, more, code) => {
    const response = await ask(query, more);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [expect.objectContaining({ message: expect.any(String), extensions: { code } })],
    });
  });

  test('a client that leaves ends the source', async () => {
    const leave = new AbortController();
    const response = await ask('subscription { count(to: 0) }', {}, leave.signal);
    expect(open).toBe(1);
    leave.abort();
    await expect(response.text()).rejects.toThrow();
    while (open > 0) await new Promise(setImmediate);
  });

  test('a server that stops says so as the last response', async () => {
    const response = await ask('subscription { count(to: 0) }');
    const closed = server.close();
    expect(await events(response)).toEqual([expect.stringContaining('"code":"SUBSCRIPTION_LOST"'), 'complete']);
    await closed;
    expect(open).toBe(0);
  });

  test('leaves other requests alone', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await response.text()).toBe('no events');
  });
});
