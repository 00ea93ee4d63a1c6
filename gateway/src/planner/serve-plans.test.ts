import { parse } from 'graphql';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { movingSupergraph as supergraphSdl } from '../fixtures/moving.js';
import { servePlans } from './serve-plans.js';

describe('the planning thread', () => {
  let channel: MessageChannel;
  beforeEach(() => {
    channel = new MessageChannel();
    servePlans(channel.port2, { supergraphSdl, maxSteps: 3 });
  });
  afterEach(() => {
    channel.port1.close();
  });

  const ask = async (operation: string, percentage = 0) => {
    channel.port1.postMessage({
      document: operation === '{' ? operation : JSON.stringify(parse(operation, { noLocation: true })),
      percentage,
    });
    const [answer] = (await once(channel.port1, 'message')) as [unknown];
    return answer;
  };

  test('answers with plans, as overrides stand for the request', async () => {
    expect(await ask('{ own }')).toMatchObject({ plan: { fetches: [{ subgraph: 'a', text: '{ own }' }] } });
    expect(await ask('{ moved }', 49)).toMatchObject({ plan: { fetches: [{ subgraph: 'b' }] } });
    expect(await ask('{ moved }', 50)).toMatchObject({ plan: { fetches: [{ subgraph: 'a' }] } });
  });

  test('says why there is none', async () => {
    expect(await ask('{ own a: own }')).toEqual({ error: 'Expected an operation that needs at most 3 steps.' });
    expect(await ask('fragment F on Query { own }')).toEqual({ error: 'Expected an operation.' });
    expect(await ask('{')).toEqual({ error: expect.stringContaining('JSON') });
    expect(await ask('{ own }')).toMatchObject({ plan: {} });
  });
});
