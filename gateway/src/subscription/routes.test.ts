import { expect, test } from '@jest/globals';
import { readSubscriptionRoutes } from './routes.js';

test('a subgraph is subscribed to as the environment says', () => {
  const routes = readSubscriptionRoutes({
    SUBGRAPH_SUBSCRIPTIONS_MOVEMENT: 'callback',
    SUBGRAPH_SUBSCRIPTIONS_WOMENS_UNION: 'ws:wss://women.example:4001/live',
    SUBGRAPH_SUBSCRIPTIONS_YOUTH_UNION: 'sse:http://youth.example/stream',
    SUBGRAPH_SUBSCRIPTIONS_UNIVERSITY: '',
    SUBGRAPH_URL_MOVEMENT: 'http://movement.example/',
  });
  expect([...routes]).toEqual([
    ['MOVEMENT', { protocol: 'callback', url: undefined }],
    ['WOMENS_UNION', { protocol: 'ws', url: 'wss://women.example:4001/live' }],
    ['YOUTH_UNION', { protocol: 'sse', url: 'http://youth.example/stream' }],
  ]);
});

test.each(['http', 'sse:', 'sse:ws://youth.example/', 'ws:youth.example', 'SSE'])(
  '%s is no way to subscribe',
  (value) => {
    expect(() => readSubscriptionRoutes({ SUBGRAPH_SUBSCRIPTIONS_MOVEMENT: value })).toThrow(
      `SUBGRAPH_SUBSCRIPTIONS_MOVEMENT: expected one of sse, ws, callback, or one with ":" and a URL, got "${value}"`,
    );
  },
);
