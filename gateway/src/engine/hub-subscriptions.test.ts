import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { anonymous } from '../request/caller.js';
import type { CompiledSubscription } from '../executor/subscription.js';
import type { OperationInput } from '../executor/executor.js';
import { PushedEvents } from '../subscription/pushed-events.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import type { SubscriptionAsk } from '../subscription/subscription-transport.js';
import type { EngineRequest } from './engine.js';
import { HubSubscriptions } from './hub-subscriptions.js';

/** The requests to the subgraph, with their events. */
let asked: { readonly ask: SubscriptionAsk; readonly events: PushedEvents }[];
let opened: string[];
let inputs: OperationInput[];
let subscriptions: HubSubscriptions;

const compiled = {
  ...{ subgraph: 'movement', subgraphs: ['movement'] },
  bodyOf: ({ variables }: OperationInput) => JSON.stringify(variables),
  answer: ({ data }: { readonly data: unknown }, input: OperationInput) => {
    inputs.push(input);
    return Promise.resolve({ data });
  },
  answerFault: (fault: SubgraphFault) => ({ data: null, errors: [fault.code] }),
} as unknown as CompiledSubscription;

const open = (share: boolean) =>
  new HubSubscriptions({
    compiled: () => Promise.resolve(compiled),
    open: (subgraph) => {
      opened.push(subgraph);
      return {
        subscribe: (ask) => {
          const events = new PushedEvents(subgraph, ask.signal, () => undefined);
          asked.push({ ask, events });
          return events;
        },
        close: () => Promise.resolve(),
      };
    },
    share,
  });

const request = ({ identityClass = 'anyone', operation = 'A', goal = 'A' } = {}) =>
  ({
    ...{ operation: { id: operation }, variables: { goal } },
    context: { requestId: 'r', cancellation: 'of the request', deadline: 1, caller: { ...anonymous, identityClass } },
  }) as unknown as EngineRequest;

beforeEach(() => {
  [asked, opened, inputs] = [[], [], []];
  subscriptions = open(true);
});
afterEach(() => subscriptions.close());

test.each([
  ['another caller', { identityClass: 'someone' }],
  ['another operation', { operation: 'B' }],
  ['other variables', { goal: 'B' }],
])('what %s subscribes to is not shared; what is equal is', async (_what, other) => {
  const first = (await subscriptions.subscribe(request())).next();
  const equal = (await subscriptions.subscribe(request())).next();
  const different = (await subscriptions.subscribe(request(other))).next();
  expect(asked).toHaveLength(2);
  expect(subscriptions.size).toBe(2);
  asked[0]?.events.next({ data: { n: 1 } });
  asked[1]?.events.next({ data: { n: 2 } });
  expect((await first).value).toEqual({ data: { n: 1 } });
  expect((await equal).value).toEqual({ data: { n: 1 } });
  expect((await different).value).toEqual({ data: { n: 2 } });
  expect(opened).toEqual(['movement']);
});

test('nothing is shared where nothing is to be', async () => {
  subscriptions = open(false);
  void (await subscriptions.subscribe(request())).next();
  void (await subscriptions.subscribe(request())).next();
  expect(asked).toHaveLength(2);
});

test('events are not bound to the end of the request that subscribed', async () => {
  const event = (await subscriptions.subscribe(request())).next();
  asked[0]?.events.next({ data: { n: 1 } });
  await event;
  expect(inputs[0]?.context).toMatchObject({ requestId: 'r', caller: { identityClass: 'anyone' } });
  expect([inputs[0]?.context.cancellation, inputs[0]?.context.deadline]).toEqual([undefined, undefined]);
});

test('a subgraph’s fault is the last event', async () => {
  const events = await subscriptions.subscribe(request());
  const first = events.next();
  asked[0]?.events.fail(new SubgraphFault('SUBSCRIPTION_LOST', 'gone'));
  expect((await first).value).toEqual({ data: null, errors: ['SUBSCRIPTION_LOST'] });
  expect((await events.next()).done).toBe(true);
});

test('those that are left when the supergraph is replaced are told, and the subgraph is left', async () => {
  const events = await subscriptions.subscribe(request());
  const first = events.next();
  await subscriptions.close();
  expect((await first).value).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTION_OUTDATED' } }] });
  expect(asked[0]?.ask.signal.aborted).toBe(true);
});

test('those to a subgraph that is reached in another way are told; the next ones reach it so', async () => {
  const events = await subscriptions.subscribe(request());
  const first = events.next();
  subscriptions.outdate('movement');
  expect((await first).value).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTION_OUTDATED' } }] });
  expect(asked[0]?.ask.signal.aborted).toBe(true);
  const next = (await subscriptions.subscribe(request())).next();
  subscriptions.outdate('university');
  asked[1]?.events.next({ data: { n: 1 } });
  expect((await next).value).toEqual({ data: { n: 1 } });
  expect(opened).toEqual(['movement', 'movement']);
});
