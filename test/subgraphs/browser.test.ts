import { publicSector } from '@hub/public-sector';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';

let subgraph: RunningSubgraph;

beforeAll(async () => {
  subgraph = await startSubgraph(publicSector, newDatabase());
});
afterAll(() => subgraph.stop());

test.each(['/healthz', '/graphql?query={__typename}', '/operator/subject', '/nothing', '/%'])(
  'a browser is told how to take what %s answers, and to hand it to no other site',
  async (path) => {
    const { headers } = await fetch(`${subgraph.url}${path}`, { headers: { origin: 'https://evil.example' } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  },
);
