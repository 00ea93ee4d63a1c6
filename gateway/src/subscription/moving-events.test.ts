import { describe, expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { gatewayStops, subscriptionOutdated } from './end.js';
import { EventQueue } from './event-queue.js';
import { movingEvents } from './moving-events.js';

const event = (n: number): ExecutionResult => ({ data: { n } });

function queue(...events: ExecutionResult[]): EventQueue<ExecutionResult> {
  const made = new EventQueue<ExecutionResult>({
    ...{ limits: { events: 10, size: 1000 }, sizeOf: () => 1, overflow: () => event(-1) },
  });
  for (const one of events) made.push(one);
  return made;
}

async function all(events: AsyncIterable<ExecutionResult>): Promise<ExecutionResult[]> {
  const read: ExecutionResult[] = [];
  for await (const one of events) read.push(one);
  return read;
}

describe('events of a subscription that outlives its graph', () => {
  test('go on with what follows, and say nothing of it', async () => {
    const [before, after] = [queue(event(1)), queue(event(2))];
    before.end(subscriptionOutdated());
    after.end();
    expect(await all(movingEvents(before, () => Promise.resolve(after)))).toEqual([event(1), event(2)]);
  });

  test('end as they would where nothing can follow, and where they end for another reason', async () => {
    for (const last of [subscriptionOutdated(), gatewayStops()]) {
      const before = queue(event(1));
      before.end(last);
      const asked: unknown[] = [];
      const moving = movingEvents(before, () => {
        asked.push(last);
        return Promise.resolve(undefined);
      });
      expect(await all(moving)).toEqual([event(1), last]);
      expect(asked).toHaveLength(last.errors?.[0]?.extensions['code'] === 'SUBSCRIPTION_OUTDATED' ? 1 : 0);
    }
  });

  test('leave what follows where their reader leaves meanwhile', async () => {
    const [before, after] = [queue(), queue(event(2))];
    const following = Promise.withResolvers<EventQueue<ExecutionResult>>();
    const asked = Promise.withResolvers<undefined>();
    const moving = movingEvents(before, () => {
      asked.resolve(undefined);
      return following.promise;
    });
    const next = moving.next();
    before.end(subscriptionOutdated());
    await asked.promise;
    await moving.return(undefined);
    following.resolve(after);
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await after.next()).toEqual({ done: true, value: undefined });
  });
});
