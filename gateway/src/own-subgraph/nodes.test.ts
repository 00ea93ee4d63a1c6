import { expect, test } from '@jest/globals';
import { anonymous } from '../request/caller.js';
import { nodeOf } from './nodes.js';
import { ownSubgraph } from './own-subgraph.js';

const client = ownSubgraph(
  { name: 'gateway', url: 'local:gateway' },
  {},
  () => undefined,
  () => undefined,
  ['Commune', 'Goal'],
);

async function answered(query: string, variables: object = {}) {
  const answer = await client.ask({
    body: Buffer.from(JSON.stringify({ query, variables })),
    requestId: 'r',
    idempotent: true,
    context: { requestId: 'r', log: undefined as never, caller: anonymous, quota: undefined },
  });
  return answer.read();
}

test('ids lead to the subgraph that knows whether there is such an object, and others to nothing', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Goal { nodeKey } } }';
  const { data, errors } = await answered(query, { ids: ['Goal:A', 'Commune:1', 'Course:1', 'Goal', 'Query:x'] });
  expect(errors).toEqual([]);
  expect(data).toEqual({
    nodes: [{ __typename: 'Goal', nodeKey: 'Goal:A' }, { __typename: 'Commune' }, null, null, null],
  });
});

test('more ids than a hundred are refused', async () => {
  const ids = Array<string>(101).fill('Goal:A');
  const { data, errors } = await answered('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids });
  expect(data).toEqual({ nodes: null });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('no type is found by an id that the graph does not say so of', () => {
  expect(nodeOf('Commune:1', new Set(['Goal']))).toBeNull();
});
