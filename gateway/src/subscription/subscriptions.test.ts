import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { subscriptionOutdated } from './end.js';
import { EventQueue } from './event-queue.js';
import { notePresent } from './present-events.js';
import { Subscriptions } from './subscriptions.js';

const event = (n: number): ExecutionResult => ({ data: { n } });
const codeOf = ({ errors }: ExecutionResult) => errors?.[0]?.extensions['code'];

/** A subgraph's subscriptions: counts how many were opened, and sends events. */
function source() {
  const opened: { readonly queue: EventQueue<ExecutionResult>; readonly signal: AbortSignal }[] = [];
  const limits = { events: 1000, size: 1e6 };
  return {
    opened,
    events: (signal: AbortSignal) => {
      const queue = new EventQueue<ExecutionResult>({ limits, sizeOf: () => 1, overflow: () => event(-1) });
      signal.addEventListener('abort', () => {
        queue.end();
      });
      opened.push({ queue, signal });
      return queue;
    },
  };
}

async function all(events: AsyncIterable<ExecutionResult>): Promise<ExecutionResult[]> {
  const read: ExecutionResult[] = [];
  for await (const one of events) read.push(one);
  return read;
}

describe('subscriptions', () => {
  test('that are equal share one upstream, and each caller has every event from its joining on', async () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    const one = subscriptions.subscribe({ key: 'k', events });
    opened[0]?.queue.push(event(1));
    expect((await one.next()).value).toEqual(event(1));
    const other = subscriptions.subscribe({ key: 'k', events });
    opened[0]?.queue.push(event(2));
    opened[0]?.queue.end();
    expect(await all(one)).toEqual([event(2)]);
    expect(await all(other)).toEqual([event(2)]);
    expect(opened).toHaveLength(1);
  });

  test('tell whoever joins later what is so at present: the last event of each thing', async () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    const tell = (n: number, name?: string) => opened[0]?.queue.push(notePresent(event(n), name));
    const one = subscriptions.subscribe({ key: 'k', events });
    const told: [number, string | undefined][] = [
      [1, 'a'],
      [2, 'b'],
      [3, 'a'],
      [4, undefined],
    ];
    for (const [n, name] of told) {
      tell(n, name);
      expect((await one.next()).value).toEqual(event(n));
    }
    const other = subscriptions.subscribe({ key: 'k', events });
    tell(5, 'b');
    opened[0]?.queue.end();
    expect(await all(one)).toEqual([event(5)]);
    expect(await all(other)).toEqual([event(2), event(3), event(5)]);
  });

  test('tell nothing of the present that is more than may wait for a caller', async () => {
    const subscriptions = new Subscriptions({ events: 8, size: 1000 });
    const { opened, events } = source();
    const one = subscriptions.subscribe({ key: 'k', events });
    for (let n = 1; n <= 5; n += 1) {
      opened[0]?.queue.push(notePresent(event(n), String(n)));
      await one.next();
    }
    const other = subscriptions.subscribe({ key: 'k', events });
    opened[0]?.queue.end();
    expect(await all(other)).toEqual([]);
  });

  test('that differ, or are not to be shared, do not', () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    for (const key of ['k', 'l', undefined, undefined]) subscriptions.subscribe({ key, events });
    expect(opened).toHaveLength(4);
    subscriptions.end();
  });

  test('stop asking the subgraph when the last caller has left, and ask it anew for the next', async () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    const [one, other] = [1, 2].map(() => subscriptions.subscribe({ key: 'k', events }));
    await one?.return(undefined);
    expect(opened[0]?.signal.aborted).toBe(false);
    await other?.return(undefined);
    expect(opened[0]?.signal.aborted).toBe(true);
    subscriptions.subscribe({ key: 'k', events });
    expect(opened).toHaveLength(2);
    subscriptions.end();
  });

  test('end with a code for a caller that is too slow, and for no other', async () => {
    const subscriptions = new Subscriptions({ events: 2, size: 1000 });
    const { opened, events } = source();
    const slow = subscriptions.subscribe({ key: 'k', events });
    const fast = subscriptions.subscribe({ key: 'k', events });
    for (let n = 0; n < 5; n++) {
      const next = fast.next();
      opened[0]?.queue.push(event(n));
      expect((await next).value).toEqual(event(n));
    }
    const [lost, ...rest] = await all(slow);
    expect(codeOf(lost ?? {})).toBe('SUBSCRIPTION_TOO_SLOW');
    expect(rest).toEqual([]);
    expect(opened[0]?.signal.aborted).toBe(false);
    subscriptions.end();
  });

  test('all end with a last event when they are told to, and later ones at once', async () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    const callers = ['k', 'k', 'l'].map((key) => subscriptions.subscribe({ key, events }));
    subscriptions.end(subscriptionOutdated());
    for (const caller of callers) expect((await all(caller)).map(codeOf)).toEqual(['SUBSCRIPTION_OUTDATED']);
    expect(opened.every(({ signal }) => signal.aborted)).toBe(true);
    expect((await all(subscriptions.subscribe({ key: 'm', events }))).map(codeOf)).toEqual(['SUBSCRIPTION_OUTDATED']);
  });

  test('end with an error when the events fail', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator that fails at once
    async function* events(): AsyncGenerator<ExecutionResult> {
      throw new Error('inside');
    }
    const [last] = await all(new Subscriptions().subscribe({ events }));
    expect(last?.errors?.[0]?.originalError?.message).toBe('inside');
  });
});

describe('a subscription that expires', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('ends then for its caller, and for no other', async () => {
    const subscriptions = new Subscriptions();
    const { opened, events } = source();
    const expiring = subscriptions.subscribe({ key: 'k', events, expiresAt: 1000 });
    const staying = subscriptions.subscribe({ key: 'k', events });
    jest.advanceTimersByTime(999);
    opened[0]?.queue.push(event(1));
    expect((await expiring.next()).value).toEqual(event(1));
    jest.advanceTimersByTime(1);
    expect((await all(expiring)).map(codeOf)).toEqual(['SUBSCRIPTION_EXPIRED']);
    expect((await staying.next()).value).toEqual(event(1));
    subscriptions.end();
  });

  test('lasts longer than a timer of Node’s can run, where its token does', async () => {
    const { events } = source();
    const year = 365 * 24 * 3600 * 1000;
    const subscription = new Subscriptions().subscribe({ events, expiresAt: year });
    const end = subscription.next();
    jest.advanceTimersByTime(year - 1);
    expect(await Promise.race([end, Promise.resolve('still there')])).toBe('still there');
    jest.advanceTimersByTime(1);
    expect(codeOf((await end).value ?? {})).toBe('SUBSCRIPTION_EXPIRED');
  });

  test('keeps no timer when its caller has left', async () => {
    const { events } = source();
    const subscription = new Subscriptions().subscribe({ events, expiresAt: 1000 });
    await subscription.return(undefined);
    expect(jest.getTimerCount()).toBe(0);
  });
});
