import { parse } from 'graphql';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { servePlans } from './serve-plans.js';

const supergraphSdl = `
  schema { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
  type Query @join__type(graph: A) @join__type(graph: B) {
    own: String @join__field(graph: A)
    moved: String @join__field(graph: A, overrideLabel: "percent(50)")
      @join__field(graph: B, override: "a", overrideLabel: "percent(50)")
  }
`;

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
