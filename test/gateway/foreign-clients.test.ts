import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { createClient, type ExecutionResult } from 'graphql-sse';
import { WebSocket } from 'ws';
import {
  changed,
  type LiveProvince,
  progressChanged,
  startLiveProvince,
  told,
  untilOpen,
} from './support/live-province.js';

/** What others wrote to find out whether a server speaks as it should, or to speak with one. */
let province: LiveProvince;
let url: string;

beforeAll(async () => {
  province = await startLiveProvince();
  url = `${province.url}/graphql`;
});
afterAll(() => province.stop());

describe('the public audit of GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => url, fetchFn: fetch });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});

describe('graphql-sse', () => {
  const ask = async (query: string, singleConnection = false) => {
    const client = createClient({ url, singleConnection: singleConnection as false, retryAttempts: 0 });
    const results: ExecutionResult[] = [];
    for await (const result of client.iterate({ query })) results.push(result as never);
    client.dispose();
    return results;
  };

  test('takes events, each subscription on a connection of its own, until they are complete', async () => {
    const events = ask(progressChanged);
    await untilOpen(province, 1);
    province.movement.publish(changed('14845'));
    province.movement.complete();
    expect(await events).toEqual([told('14845')]);
  });

  test('takes a query’s answer, and an operation’s refusal, as the only event', async () => {
    expect(await ask('{ __typename }')).toEqual([{ data: { __typename: 'Query' } }]);
    expect(await ask('{ nothing }')).toMatchObject([
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
  });

  test('is refused one connection for all subscriptions, which would need a place to reserve', async () => {
    await expect(ask(progressChanged, true)).rejects.toMatchObject({ response: { status: 405 } });
  });

  test('leaves, and the subgraph is told', async () => {
    const client = createClient({ url });
    const events = client.iterate({ query: progressChanged });
    const first = events.next();
    await untilOpen(province, 1);
    province.movement.publish(changed('14845'));
    expect((await first).value).toEqual(told('14845'));
    client.dispose();
    await untilOpen(province, 0);
  });
});

describe('who breaks the protocol graphql-transport-ws', () => {
  const init = { type: 'connection_init' };
  const subscribe = { type: 'subscribe', id: '1', payload: { query: progressChanged } };

  /** Sends messages, all but the first once that is acknowledged; the code that the gateway closes with. */
  const closedWith = async (protocols: string[], [first, ...others]: readonly unknown[]) => {
    const socket = new WebSocket(url.replace('http', 'ws'), protocols);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    const send = (message: unknown) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    };
    socket.once('open', () => {
      if (first !== undefined) send(first);
    });
    socket.once('message', () => {
      for (const message of others) send(message);
    });
    return closed;
  };

  test.each([
    [4400, 'a message that is no JSON', ['{']],
    [4400, 'a message of an older protocol', [init, { type: 'start', id: '1' }]],
    [4400, 'an operation without an id', [init, { ...subscribe, id: undefined }]],
    [4401, 'an operation before the connection is begun', [subscribe]],
    [4408, 'nothing for three seconds', []],
    [4409, 'an id that is in use', [init, subscribe, subscribe]],
    [4429, 'a second beginning', [init, init]],
  ])('hears %i for %s', async (code, _what, messages) => {
    expect(await closedWith(['graphql-transport-ws'], messages)).toBe(code);
  });

  test('hears 4406 for no protocol at all', async () => {
    expect(await closedWith([], [init])).toBe(4406);
  });
});
