import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { checkedPlanner, type Plan } from './checked-planner.js';
import { SupergraphTypes } from './subgraph-types.js';

const types = new SupergraphTypes(
  parse(`
    schema { query: Query }
    enum join__Graph { A @join__graph(name: "a", url: "") }
    type Query @join__type(graph: A) { one: Int two: Int }
  `),
);
const fetching =
  (operation: string): Plan =>
  () => ({
    kind: 'QueryPlan',
    node: { kind: 'Fetch', serviceName: 'a', operation },
  });
const [sound, unsound] = [fetching('{one two}'), fetching('{one}')];
const failing: Plan = () => {
  throw new Error('no path');
};

test.each([
  ['the first that is sound', [unsound, sound], [failing, failing], 'hive', {}],
  ['another planner’s where one has none', [failing, failing], [sound], 'apollo', { hive: 'failed' }],
  [
    'the best where none is sound',
    [unsound, failing],
    [failing, unsound],
    'hive',
    { hive: 'unsound', apollo: 'unsound' },
  ],
])('the plan is %s', async (_, hive, apollo, by, passedOver) => {
  const ways = [
    ...hive.map((plan) => ({ by: 'hive', plan }) as const),
    ...apollo.map((plan) => ({ by: 'apollo', plan }) as const),
  ];
  const planner = checkedPlanner(types, () => ways);
  const found = await planner({ operation: '{one two}', labels: [], percentage: 0 });
  expect({ by: found.by, passedOver: found.passedOver }).toEqual({ by, passedOver });
});
