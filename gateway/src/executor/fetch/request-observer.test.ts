import { describe, expect, jest, test } from '@jest/globals';
import type { Fetch } from '../../plan/plan.js';
import type { SubgraphAsk, SubgraphClient } from '../../subgraph/subgraph-client.js';
import { type FetchUnderWay, observedClient, observers, type RequestObserver } from './request-observer.js';

const fetch = { subgraph: 'a', path: '', node: {} as Fetch };
const observer = (underWay?: FetchUnderWay): RequestObserver => ({ begins: () => underWay });

/** Sends a fetch through an observed client; gives its headers, and how often the answer is read on arrival. */
async function ask(told: RequestObserver | undefined) {
  const read = jest.fn(() => ({ data: {}, errors: [] }));
  const client = {
    subgraph: { name: 'a', url: '' },
    ask: jest.fn((_: SubgraphAsk) => Promise.resolve({ isShared: false, read })),
  };
  const observed = observedClient(client as unknown as SubgraphClient, fetch);
  const answer = await observed.ask({ body: Buffer.from(''), requestId: '', idempotent: true, observer: told });
  const onArrival = read.mock.calls.length;
  expect(answer.read()).toEqual({ data: {}, errors: [] });
  return { headers: client.ask.mock.calls[0]?.[0].headers, onArrival, inAll: read.mock.calls.length };
}

describe('an answer', () => {
  test('is bytes until it is used where nobody wants to know how its fetch ended', async () => {
    const unread = { headers: undefined, onArrival: 0, inAll: 1 };
    expect(await ask(undefined)).toEqual(unread);
    expect(await ask(observer())).toEqual(unread);
    expect(await ask(observer({ headers: { traceparent: 't' } }))).toEqual({
      ...unread,
      headers: { traceparent: 't' },
    });
    const both = observers([observer(), observer({ headers: { traceparent: 't' } })]);
    expect(await ask(both)).toEqual({ ...unread, headers: { traceparent: 't' } });
  });

  test('is read as it comes, and once, where somebody does', async () => {
    const ends = jest.fn();
    expect(await ask(observers([observer(), observer({ ends })]))).toMatchObject({ onArrival: 1, inAll: 1 });
    expect(ends).toHaveBeenCalledWith({ errors: 0 });
  });
});
