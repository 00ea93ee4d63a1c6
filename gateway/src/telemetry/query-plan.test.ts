import { expect, test } from '@jest/globals';
import type { EntityFetch, RootFetch } from '../plan/plan.js';
import { QueryPlanRecorder } from './query-plan.js';

const always = [[]];
const root: RootFetch = {
  ...{ kind: 'query', subgraph: 'a', text: '{ books { id } }', variables: [], after: [], guard: always },
  ...{ path: [], keys: [{ key: 'books', guard: always }], renames: [] },
};
const entities: EntityFetch = {
  ...{ kind: 'entities', subgraph: 'b', text: '{ _entities { name } }', variables: [], after: [0] },
  ...{ guard: [['a', '!b'], ['c']], part: 'late' },
  entities: [
    {
      ...{ key: '_entities', variable: 'representations', keys: ['name'], renames: [] },
      paths: [[{ field: 'books' }, '@', { types: ['Book'] }]],
      types: [{ type: 'Book', as: 'Book', inputs: [{ name: 'id', source: 'id', inputs: [] }] }],
    },
  ],
};

test('shows each fetch with its time, and what it left out', () => {
  const recorder = new QueryPlanRecorder();
  recorder.plans({ fetches: [root, entities] });
  recorder.begins({ subgraph: 'a', path: '', node: root }).ends({ errors: 2 });
  recorder.leavesOut(entities, 3);
  recorder.begins({ subgraph: 'b', path: 'books.@', node: entities }).ends({ errors: 0, fault: 'SUBGRAPH_TIMEOUT' });
  expect(recorder.toJSON()).toEqual({
    fetches: [
      {
        ...{ id: 0, subgraph: 'a', after: [], operation: '{ books { id } }' },
        timing: { startedAt: expect.any(Number), took: expect.any(Number), errors: 2 },
      },
      {
        ...{ id: 1, subgraph: 'b', after: [0], path: 'books.@', operation: '{ _entities { name } }' },
        ...{ when: ['a !b', 'c'], part: 'late' },
        timing: { startedAt: expect.any(Number), took: expect.any(Number), fault: 'SUBGRAPH_TIMEOUT' },
        leftOut: 3,
      },
    ],
  });
});

test('counts the requests of a fetch that took several, and adds up their errors', () => {
  const recorder = new QueryPlanRecorder();
  recorder.plans({ fetches: [entities] });
  const begun = [1, 2, 3].map(() => recorder.begins({ subgraph: 'b', path: 'books.@', node: entities }));
  for (const [errors, one] of begun.entries()) one.ends({ errors });
  expect(recorder.toJSON()).toMatchObject({ fetches: [{ timing: { requests: 3, errors: 3 } }] });
});

test('is null where nothing was planned', () => {
  expect(new QueryPlanRecorder().toJSON()).toBeNull();
});
