import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Busy } from '../../gateway/src/errors/refusal.js';
import { HttpError } from '../../gateway/src/http/http-error.js';
import { anonymous } from '../../gateway/src/request/caller.js';
import { until } from '../support/until.js';
import {
  changed,
  type LiveProvince,
  progressChanged,
  startLiveProvince,
  told,
  untilOpen,
} from './support/live-province.js';
import { type Province, startProvince } from './support/province.js';

const address = (url: string, path = '/graphql') => `${url.replace('http', 'ws')}${path}`;

describe('the gateway’s WebSocket endpoint', () => {
  let province: Province;
  let client: Client;

  beforeAll(async () => {
    province = await startProvince();
    client = createClient({ url: address(province.url), webSocketImpl: WebSocket, retryAttempts: 0 });
  });
  afterAll(async () => {
    await client.dispose();
    await province.stop();
  });

  const ask = async (query: string, variables = {}) => {
    const answers: ExecutionResult[] = [];
    for await (const answer of client.iterate<ExecutionResult>({ query, variables })) answers.push(answer as never);
    return answers;
  };

  /** Opens a socket and tells how it ends: an HTTP status, or a code of the protocol. */
  const endOf = async (protocol: string, options = {}, path?: string, messages: object[] = []) => {
    const socket = new WebSocket(address(province.url, path), protocol, options);
    const end = new Promise<number>((ended) => {
      socket.once('close', ended);
      socket.once('unexpected-response', (_request, { statusCode = 0 }) => {
        ended(statusCode);
      });
    });
    socket.on('error', () => undefined);
    socket.once('open', () => {
      for (const message of messages) socket.send(JSON.stringify(message));
    });
    const code = await end;
    socket.terminate();
    return code;
  };

  test('answers queries and mutations', async () => {
    expect(await ask('query ($code: ID!) { goal(code: $code) { code } }', { code: 'A' })).toEqual([
      { data: { goal: { code: 'A' } } },
    ]);
    expect(await ask('mutation { renameGoal(code: "A", title: "B") { title } }')).toEqual([
      { data: { renameGoal: { title: 'B' } } },
    ]);
  });

  test('answers what is deferred with the rest', async () => {
    expect(await ask('{ goal(code: "A") { code ... @defer { title } } }')).toEqual([
      { data: { goal: { code: 'A', title: 'Digital skills for adults' } } },
    ]);
  });

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('refuses %s as over HTTP, places and all', async (query, code) => {
    const refusal = ask(query);
    await expect(refusal).rejects.toMatchObject([{ extensions: { code } }]);
    const over = await province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await over.json()) as { errors: unknown };
    await expect(refusal).rejects.toEqual(errors);
  });

  test('takes no page of another site', async () => {
    expect(await endOf('graphql-transport-ws', { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await endOf('graphql-transport-ws', { origin: province.url }, undefined, [{ type: 'nonsense' }])).toBe(4400);
  });

  test('speaks one protocol, at one place', async () => {
    expect(await endOf('graphql-transport-ws', {}, '/other')).toBe(404);
    // `ws` refuses for itself what the server did not choose; the older protocol is not chosen.
    expect(await endOf('graphql-ws')).not.toBe(1000);
    expect(
      await endOf('graphql-transport-ws', {}, undefined, [{ type: 'subscribe', id: '1', payload: { query: '{ a }' } }]),
    ).toBe(4401);
  });

  test('takes no message that is larger than a request may be', async () => {
    const padding = 'a'.repeat(11 * 1024 * 1024);
    expect(
      await endOf('graphql-transport-ws', {}, undefined, [{ type: 'connection_init', payload: { padding } }]),
    ).toBe(1009);
  });
});

describe('what is under way on a WebSocket', () => {
  let province: LiveProvince;

  afterEach(() => province.stop());

  test('ends without a word when the gateway stops, by a code after which clients come back', async () => {
    province = await startLiveProvince();
    const closed = Promise.withResolvers<number>();
    const client = createClient({
      url: address(province.url),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      on: {
        closed: (event) => {
          closed.resolve((event as { code: number }).code);
        },
      },
    });
    const events = client.iterate({ query: progressChanged });
    const first = events.next();
    await untilOpen(province, 1);
    province.movement.publish(changed('14845'));
    expect((await first).value).toEqual(told('14845'));
    const end = events.next().catch((error: unknown) => (error as { readonly code: number }).code);
    await province.stopGateway();
    expect(await end).toBe(1001);
    expect(await closed.promise).toBe(1001);
  });

  test('is asked by whoever the token is of that the connection was opened with', async () => {
    const tokens: unknown[] = [];
    province = await startLiveProvince('sse', {
      authenticate: () => (authorization) => {
        tokens.push(authorization);
        if (authorization === undefined) throw new HttpError(401, 'UNAUTHENTICATED', 'Expected a token.');
        return anonymous;
      },
    });
    const ask = async (connectionParams?: Record<string, unknown>) => {
      const client = createClient({
        url: address(province.url),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        ...(connectionParams && { connectionParams }),
      });
      return (await client.iterate({ query: '{ goals { code } }' }).next()).value as unknown;
    };
    expect(await ask({ Authorization: 'Bearer of-an-analyst' })).toEqual({ data: { goals: [] } });
    await expect(ask()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(tokens).toEqual(['Bearer of-an-analyst', undefined]);
  });

  test('begins again where it was refused for a reason that passes, before its document was read', async () => {
    let isAway = true;
    province = await startLiveProvince('sse', {
      authenticate: () => () => {
        if (isAway) throw new Busy('IDENTITY_UNAVAILABLE', 'Tokens cannot be verified for the moment.', 1);
        return anonymous;
      },
    });
    const closed: number[] = [];
    const client = createClient({
      ...{ url: address(province.url), webSocketImpl: WebSocket },
      on: {
        closed: (event) => {
          closed.push((event as { readonly code: number }).code);
          isAway = false;
        },
      },
    });
    const first = client.iterate({ query: progressChanged }).next();
    await untilOpen(province, 1);
    province.movement.publish(changed('14845'));
    expect((await first).value).toEqual(told('14845'));
    expect(closed).toEqual([1013]);
    isAway = true;
    // A query gets the error without a close of the connection: its caller decides what to do.
    await expect(client.iterate({ query: '{ goals { code } }' }).next()).rejects.toMatchObject([
      { extensions: { code: 'IDENTITY_UNAVAILABLE' } },
    ]);
    expect(closed).toEqual([1013]);
    await client.dispose();
  });

  test('is bounded', async () => {
    province = await startLiveProvince();
    const client = createClient({ url: address(province.url), webSocketImpl: WebSocket, retryAttempts: 0 });
    const subscribe = () => client.iterate({ query: progressChanged }).next();
    const taken = Array.from({ length: 100 }, subscribe);
    await untilOpen(province, 1);
    await expect(subscribe()).rejects.toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }]);
    const all = Promise.all(taken);
    let areTold = false;
    void all.then(() => (areTold = true));
    // A subscription that joins after an event gets only the next one.
    const publish = () => {
      province.movement.publish(changed('14845'));
      return areTold;
    };
    await until(publish, { what: 'all to be told of an event', every: 50 });
    expect((await all).map(({ value }) => value)).toEqual(taken.map(() => told('14845')));
    expect(province.movement.opened()).toBe(1);
    await client.dispose();
    await untilOpen(province, 0);
  });
});
