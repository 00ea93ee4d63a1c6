import { expect, test } from '@jest/globals';
import type { PlanNode } from '../planner/planner.js';
import { QueryPlanRecorder } from './query-plan.js';

const root: PlanNode = { kind: 'Fetch', serviceName: 'a', operation: '{books{id}}' };
const entities: PlanNode = { kind: 'Fetch', serviceName: 'b', operation: '{_entities{name}}' };
const plan: PlanNode = { kind: 'Sequence', nodes: [root, entities] };

test('shows each fetch with its time, and what it left out', () => {
  const recorder = new QueryPlanRecorder();
  recorder.plans(plan);
  recorder.begins({ subgraph: 'a', path: '', node: root }).ends({ errors: 2 });
  recorder.leavesOut(entities, 3);
  recorder.begins({ subgraph: 'b', path: 'books.@', node: entities }).ends({ errors: 0, fault: 'SUBGRAPH_TIMEOUT' });
  expect(recorder.toJSON()).toEqual({
    kind: 'Sequence',
    nodes: [
      { ...root, timing: { startedAt: expect.any(Number), took: expect.any(Number), errors: 2 } },
      {
        ...entities,
        timing: { startedAt: expect.any(Number), took: expect.any(Number), fault: 'SUBGRAPH_TIMEOUT' },
        leftOut: 3,
      },
    ],
  });
});

test('counts the requests of a fetch that took several, and adds up their errors', () => {
  const recorder = new QueryPlanRecorder();
  recorder.plans(entities);
  const begun = [1, 2, 3].map(() => recorder.begins({ subgraph: 'b', path: 'books.@', node: entities }));
  for (const [errors, one] of begun.entries()) one.ends({ errors });
  expect(recorder.toJSON()).toMatchObject({ timing: { requests: 3, errors: 3 } });
});

test('is null where nothing was planned', () => {
  expect(new QueryPlanRecorder().toJSON()).toBeNull();
});
