import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type LiveProvince, progressChanged, startLiveProvince } from './support/live-province.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';
import type { Behaviour } from './support/test-subgraph.js';

interface Told {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly serviceName?: string };
}

interface Response {
  readonly errors?: readonly Told[];
  readonly incremental?: readonly { readonly errors?: readonly Told[] }[];
}

const errorsOf = (responses: readonly unknown[]): Told[] =>
  (responses as readonly Response[]).flatMap(({ errors = [], incremental = [] }) => [
    ...errors,
    ...incremental.flatMap((part) => part.errors ?? []),
  ]);

/**
 * Operations that need the Women's Union: at the root, for entities, for non-null fields, and for inputs of other
 * fields.
 */
const queries = [
  ['a field of the root', '{ learningGroups { code } teams { code } }'],
  ['fields of entities', '{ goals { progress { womensUnion { people } youthUnion { people } } } }'],
  ['what must not be null, in lists', '{ places { code ... on Commune { memberCount teamCount } } }'],
  [
    'what another organisation needs of it',
    '{ goal(code: "A") { progressByCommune { people womensUnion { people } } } }',
  ],
] as const;

const deferred = `{ goals { code ... @defer { progress { womensUnion { people } } } }
  places { code ... on Commune @defer { memberCount teamCount } } }`;

describe.each<[Behaviour, string]>([
  ['is down', 'SUBGRAPH_UNREACHABLE'],
  ['hangs', 'SUBGRAPH_TIMEOUT'],
])('each error names the organisation that %s', (behaviour, code) => {
  let province: Province | undefined;

  afterEach(() => province?.stop());

  const start = async () => {
    // On a busy machine, who is down must be known before the time is up.
    const timeoutMs = behaviour === 'hangs' ? 800 : 20_000;
    province = await startProvince({ 'womens-union': behaviour }, { timeoutMs });
    return province;
  };
  const expectNamed = (responses: readonly unknown[]) => {
    const errors = errorsOf(responses);
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect(extensions).toEqual({ code, serviceName: 'womens-union' });
      expect(message).toContain('womens-union');
    }
  };

  test.each(queries)('where it is asked for %s', async (_name, query) => {
    const started = await start();
    // Both operations share one request, and both answers name the organisation.
    expectNamed(await Promise.all([started.query(query), started.query(query)]));
  });

  test.each(queries)('over a WebSocket, where it is asked for %s', async (_name, query) => {
    const { url } = await start();
    const client = createClient({
      ...{ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 },
    });
    const answers: unknown[] = [];
    for await (const answer of client.iterate({ query })) answers.push(answer);
    await client.dispose();
    expectNamed(answers);
  });

  test('in an answer in parts', async () => {
    const started = await start();
    const response = await started.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
      body: JSON.stringify({ query: deferred }),
    });
    expectNamed(await allResponses(response));
  });
});

test('each error names the organisation that is left alone', async () => {
  const province = await startProvince({ 'womens-union': 'answers an HTML 502' });
  try {
    for (let index = 0; index < 20; index++) await province.query(`{ learningGroups { a${index}: code } }`);
    for (const [, query] of queries) {
      const errors = errorsOf([await province.query(query)]);
      expect(errors.length).toBeGreaterThan(0);
      for (const { message, extensions } of errors) {
        expect(extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'womens-union' });
        expect(message).toContain('womens-union');
      }
    }
  } finally {
    await province.stop();
  }
});

describe('each error of a subscription', () => {
  let province: LiveProvince;

  afterEach(() => province.stop());

  test.each(['text/event-stream', 'graphql-transport-ws'] as const)('over %s names it', async (protocol) => {
    province = await startLiveProvince();
    province.womensUnion.stop();
    const events = await province.subscribe(protocol);
    province.movement.publish({ __typename: 'GoalProgress', goalCode: 'ADULTS_BASIC', communeCode: '14845' });
    const { value } = await events.next();
    await events.return();
    expect(errorsOf([value])).toMatchObject([
      {
        message: 'womens-union cannot be reached.',
        extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'womens-union' },
      },
    ]);
    expect(progressChanged).toContain('womensUnion');
  });
});
