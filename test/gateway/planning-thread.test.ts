import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { GraphQLError, Kind, parse } from 'graphql';
import { type Operation, operationsOf } from '../../gateway/src/operation/operation.js';
import { planOperation } from '../../gateway/src/planner/plan-operation.js';
import { openPlanner, type Planner } from '../../gateway/src/planner/planner.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { Supergraph } from '../../gateway/src/supergraph/supergraph.js';

/** The planner with its built thread, on the hub's supergraph. */
const supergraph = new Supergraph(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
const thread = new URL('../../gateway/dist/planning-thread.js', import.meta.url);
let planner: Planner | undefined;
afterEach(() => planner?.close());

const operation = (text: string) => operationsOf(parse(text))[0] as Operation;
const aliases = (count: number, name = 'Large') =>
  operation(
    `query ${name} { learningGroups(first: 1) { nodes { ${Array.from({ length: count }, (_, index) => `a${index}: supportedBy { commune { name publicSectorTraining { __typename } } }`).join(' ')} } } }`,
  );

function open(maxSteps?: number) {
  const stats = newPlannerStats();
  const log = { error: () => undefined, warn: () => undefined } as never;
  planner = openPlanner({
    supergraph,
    thread,
    stats,
    log,
    ...(maxSteps && { maxSteps }),
  });
  return { planner, stats };
}

test('a small operation is planned at once, a large one in the thread, and both alike', async () => {
  const { planner: own, stats } = open();
  for (const one of [aliases(1), aliases(60)]) {
    const expected = planOperation(supergraph, one, { isOverridden: () => false, maxSteps: 1_000_000 });
    expect(await own.plan(one, 0, 'a caller')).toEqual(expected);
  }
  expect(stats.plans).toEqual({ loop: 1, thread: 1, none: 0 });
});

test('a selection set that conditions left empty is planned in the thread, too', async () => {
  const { planner: own, stats } = open();
  const { definition, fragments } = aliases(60);
  const empty = { kind: Kind.SELECTION_SET, selections: [] } as const;
  const nothing = { kind: Kind.INLINE_FRAGMENT, selectionSet: empty } as const;
  const { selections } = definition.selectionSet;
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [...selections, nothing] } as const;
  const plan = await own.plan({ definition: { ...definition, selectionSet }, fragments }, 0, 'a caller');
  expect(plan.fetches.length).toBeGreaterThan(1);
  expect(stats.plans.thread).toBe(1);
});

test('what is small does not wait for what is large', async () => {
  const { planner: own } = open();
  const order: string[] = [];
  await Promise.all([
    own.plan(aliases(99), 0, 'one').then(() => order.push('large')),
    own.plan(aliases(1), 0, 'another').then(() => order.push('small')),
  ]);
  expect(order).toEqual(['small', 'large']);
});

test('an operation that takes more steps than it may is refused, and others are planned', async () => {
  const { planner: own, stats } = open(300);
  await expect(own.plan(aliases(99), 0, 'a caller')).rejects.toThrow(GraphQLError);
  await expect(own.plan(aliases(99), 0, 'a caller')).rejects.toMatchObject({
    extensions: { code: 'QUERY_PLANNING_FAILED' },
  });
  expect((await own.plan(aliases(1), 0, 'a caller')).fetches.length).toBeGreaterThan(1);
  expect(stats.plans).toEqual({ loop: 1, thread: 0, none: 2 });
});

test('a caller with more than its share of waiting operations is told to come again', async () => {
  const { planner: own, stats } = open();
  const asked = Array.from({ length: 40 }, (_, index) => own.plan(aliases(60, `Q${index}`), 0, 'a caller'));
  const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { extensions: { code: 'PLANNER_BUSY' } } });
  expect(stats.busy.quota).toBeGreaterThan(0);
  // On a busy machine some wait too long.
  expect(stats.busy.quota + stats.busy.wait).toBe(refused.length);
});
