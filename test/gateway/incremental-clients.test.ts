import { afterEach, describe, expect, test } from '@jest/globals';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { Client as Urql, fetchExchange, type OperationResult } from '@urql/core';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Province, startProvince } from './support/province.js';

let province: Province;

afterEach(() => province.stop());

/** Deferred fragments in lists and in one another, named and not, with fields that the rest of the answer has too. */
const text = (defer = '@defer') => `{
  goal(code: "ADULTS_BASIC") {
    code
    progress { communeCode }
    ... ${defer} { title progress { communeCode womensUnion { people } ... ${defer} { people } } }
    progressByCommune { communeCode ... ${defer} { communeCode womensUnion { people } youthUnion { people } } }
  }
}`;
const failing = `{ places { code ... on Commune @defer(label: "members") { memberCount groupCount } } }`;

interface Exchanged {
  readonly method: string;
  readonly accept: string;
  readonly type: string;
}

interface State {
  readonly data: unknown;
  readonly codes: readonly unknown[];
}

interface Shown {
  readonly states: readonly State[];
  readonly exchanged: readonly Exchanged[];
}

/** A `fetch` that keeps what goes over it. */
function recorded(): { readonly fetch: typeof fetch; readonly exchanged: Exchanged[] } {
  const exchanged: Exchanged[] = [];
  return {
    exchanged,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const accept = new Headers(init?.headers).get('accept') ?? '';
      exchanged.push({ method: init?.method ?? 'GET', accept, type: response.headers.get('content-type') ?? '' });
      return response;
    },
  };
}

/** The codes of a client's error, whatever it calls what the gateway said. */
function codesOf(error: unknown): unknown[] {
  const { errors, graphQLErrors } = (error ?? {}) as Record<string, readonly { extensions?: { code?: unknown } }[]>;
  return (errors ?? graphQLErrors ?? []).map(({ extensions }) => extensions?.code);
}

/** A copy of data without `__typename`, which Apollo Client adds to operations. */
function withoutTypenames(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === '__typename' ? undefined : value)));
}

const apollo = (Handler: typeof Defer20220824Handler | typeof GraphQL17Alpha9Handler) => async (query: string) => {
  const { fetch: fetched, exchanged } = recorded();
  const client = new ApolloClient({
    link: new HttpLink({ uri: `${province.url}/graphql`, fetch: fetched }),
    cache: new InMemoryCache(),
    incrementalHandler: new Handler(),
  });
  const states: State[] = [];
  await new Promise<void>((done) => {
    client
      .watchQuery({ query: gql(query), fetchPolicy: 'no-cache', errorPolicy: 'all' })
      .subscribe(({ data, error, loading }) => {
        if (data !== undefined) states.push({ data: withoutTypenames(data), codes: codesOf(error) });
        if (!loading) done();
      });
  });
  client.stop();
  return { states, exchanged };
};

const urql = (accept?: string, preferGetMethod?: boolean) => async (query: string) => {
  const { fetch: fetched, exchanged } = recorded();
  const client = new Urql({
    ...{ url: `${province.url}/graphql`, fetch: fetched, exchanges: [fetchExchange] },
    ...(preferGetMethod !== undefined && { preferGetMethod }),
    fetchOptions: accept === undefined ? {} : { headers: { accept } },
  });
  const states: State[] = [];
  await new Promise<void>((done) => {
    client.query(query, {}).subscribe(({ data, error, hasNext }: OperationResult) => {
      states.push({ data: structuredClone(data), codes: codesOf(error) });
      if (!hasNext) done();
    });
  });
  return { states, exchanged };
};

const v02 = 'multipart/mixed;incrementalSpec=v0.2';
const clients: readonly (readonly [string, (query: string) => Promise<Shown>, Partial<Exchanged>])[] = [
  [
    'Apollo Client 4, Defer20220824Handler',
    apollo(Defer20220824Handler),
    { method: 'POST', type: 'multipart/mixed;boundary="graphql";deferSpec=20220824' },
  ],
  [
    'Apollo Client 4, GraphQL17Alpha9Handler',
    apollo(GraphQL17Alpha9Handler),
    { method: 'POST', type: 'multipart/mixed;boundary="graphql";incrementalSpec=v0.2' },
  ],
  ['urql, as it is', urql(), { method: 'GET', type: 'text/event-stream; charset=utf-8' }],
  ['urql by POST', urql(undefined, false), { method: 'POST', type: 'text/event-stream; charset=utf-8' }],
  [
    'urql, multipart',
    urql('multipart/mixed, application/json'),
    { type: 'multipart/mixed;boundary="graphql";deferSpec=20220824' },
  ],
  [
    'urql, multipart in version 0.2',
    urql(`multipart/mixed;q=0.5, ${v02}`),
    { type: 'multipart/mixed;boundary="graphql";incrementalSpec=v0.2' },
  ],
  [
    'urql, events in version 0.2',
    urql('text/event-stream;incrementalSpec=v0.2'),
    { type: 'text/event-stream; charset=utf-8' },
  ],
];

describe.each(clients)('%s', (name, ask, exchange) => {
  test('shows what is there first, and in the end the answer all at once', async () => {
    province = await startProvince();
    const { data: whole } = await province.query(text(''));
    const { states, exchanged } = await ask(text());
    expect(states[0]?.data).toEqual({
      goal: {
        code: 'ADULTS_BASIC',
        progress: { communeCode: '38' },
        progressByCommune: [{ communeCode: '14845' }, { communeCode: '16174' }],
      },
    });
    expect(states.length).toBeGreaterThan(1);
    expect(states.at(-1)).toEqual({ data: whole, codes: [] });
    expect(exchanged).toMatchObject([exchange]);
  });

  test('shows what there is and why the rest is missing, where an organisation does not answer', async () => {
    province = await startProvince({ 'womens-union': 'is down' });
    const { states } = await ask(failing);
    const last = states.at(-1);
    expect(last?.data).toEqual({ places: [{ code: '14845' }, { code: 'SP-1' }] });
    // Of version 0.2 urql reads no errors of parts that failed.
    if (name.startsWith('urql') && name.endsWith('version 0.2')) expect(last?.codes).toEqual([]);
    else expect(last?.codes).toContain('SUBGRAPH_UNREACHABLE');
  });
});

describe('graphql-ws', () => {
  const answers = async (connectionParams: Record<string, unknown>) => {
    province = await startProvince();
    const client = createClient({
      ...{ url: `${province.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
      connectionParams,
    });
    const told: Record<string, unknown>[] = [];
    for await (const answer of client.iterate({ query: text() })) told.push(answer as never);
    await client.dispose();
    return told;
  };

  test('is told parts in the format that its connection accepts', async () => {
    const [first, ...later] = await answers({ accept: v02 });
    expect(first).toMatchObject({ data: { goal: { code: 'ADULTS_BASIC' } }, hasNext: true });
    expect(first?.['pending']).toMatchObject([{ path: ['goal'] }, {}, {}]);
    expect(later.at(-1)).toMatchObject({ completed: [{}], hasNext: false });
  });

  test('is told parts in the format of 2022 where it accepts that', async () => {
    const told = await answers({ Accept: 'multipart/mixed;deferSpec=20220824' });
    expect(told[0]).not.toHaveProperty('pending');
    expect(told.at(-1)).toMatchObject({ incremental: [{ path: expect.anything() }], hasNext: false });
  });

  test('is told all at once where it says nothing', async () => {
    const { data: whole } = await (province = await startProvince()).query(text(''));
    await province.stop();
    expect(await answers({})).toEqual([{ data: whole }]);
  });
});

describe('an answer in parts of version 0.2', () => {
  test('sends no field twice, and says what came', async () => {
    province = await startProvince();
    const response = await province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream;incrementalSpec=v0.2' },
      body: JSON.stringify({
        query:
          '{ goal(code: "A") { code ... @defer(label: "women") { code progress { communeCode womensUnion { people } } } progress { communeCode } } }',
      }),
    });
    const events = (await response.text()).split('\n\n').filter((event) => event.startsWith('event: next'));
    expect(events.map((event) => JSON.parse(event.slice('event: next\ndata: '.length)) as unknown)).toEqual([
      {
        data: { goal: { code: 'A', progress: { communeCode: '38' } } },
        pending: [{ id: '0', path: ['goal'], label: 'women' }],
        hasNext: true,
      },
      {
        incremental: [{ id: '0', subPath: ['progress'], data: { womensUnion: { people: 30 } } }],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
  });
});
