import { expect, test } from '@jest/globals';
import type { Plan } from './checked-planner.js';
import type { PlanNode } from './planner.js';
import { inSeries } from './serial-mutations.js';

const request = { labels: [], percentage: 0 };
const root = (operation: string): PlanNode => ({ kind: 'Fetch', serviceName: 'a', operation });
const entities: PlanNode = {
  kind: 'Flatten',
  path: [],
  node: { ...{ kind: 'Fetch', serviceName: 'b', operation: '' }, requires: [{ kind: 'Field', name: 'id' }] },
};

/** Plans all fields of the root together, and then what is below them. */
const fetchesAfter: Plan = ({ operation }) => ({
  kind: 'QueryPlan',
  node: { kind: 'Sequence', nodes: [root(operation.replaceAll(/\s+/g, ' ').trim()), entities] },
});

const planned = async (operation: string, plan = fetchesAfter) =>
  (await inSeries(plan)({ ...request, operation })).node;
const alone = (operation: string) => ({ kind: 'Sequence', nodes: [root(operation), entities] });

test('each field of a mutation has its answer before the next takes effect', async () => {
  expect(await planned('mutation { a { b } ... { c: d { e } a { f } } }')).toEqual({
    kind: 'Sequence',
    nodes: [alone('mutation { a { b } ... { a { f } } }'), alone('mutation { ... { c: d { e } } }')],
  });
});

test('what a condition excludes does not come first', async () => {
  const node = await planned('mutation ($on: Boolean!) { a @skip(if: $on) { f } b { f } a { f } }');
  const [first, second] = [
    alone('mutation ($on: Boolean!) { b { f } }'),
    alone('mutation ($on: Boolean!) { a { f } }'),
  ];
  expect(node).toEqual({
    ...{ kind: 'Condition', condition: 'on' },
    ifClause: { kind: 'Sequence', nodes: [first, second] },
    elseClause: { kind: 'Sequence', nodes: [alone('mutation ($on: Boolean!) { a { f } a { f } }'), first] },
  });
});

test.each(['query mutation { a b }', '{ a b }', 'mutation { a { b } }'])(
  '%s is planned as a whole',
  async (operation) => {
    expect(await planned(operation)).toEqual(alone(operation));
  },
);

test('so is a mutation of which nothing is asked of other subgraphs', async () => {
  const plan: Plan = ({ operation }) => ({ kind: 'QueryPlan', node: root(operation) });
  expect(await planned('mutation { a b }', plan)).toEqual(root('mutation { a b }'));
});
