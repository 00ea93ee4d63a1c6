import { expect, test } from '@jest/globals';
import {
  booksAt,
  bookshop,
  bookshopOf,
  frozen,
  inputOf,
  operationOf,
  pathOf,
  planOf,
  rootFetchOf,
} from '../../fixtures/planned.js';
import type { ContextValue } from '../../plan/plan.js';
import { contextGroups } from './context-groups.js';
import { entityPath } from './entity-path.js';
import { compileOperation } from '../executor.js';
import { Owned } from './owned.js';

const nameAbove: ContextValue = { variable: 'at', up: 1, path: ['name'] };

/** The groups of the books at a path, each as its values and the ids of its books. */
function groupsOf(data: Record<string, unknown>, path: string, context: ContextValue[], owned?: Owned) {
  const groups = contextGroups(entityPath(pathOf(path), bookshop.is), context)({ data, owned } as never);
  return groups.map(({ values, entities }) => [values, [...entities].map(({ id }) => id)]);
}
const shelf = (name: unknown, ...books: unknown[]) => ({ __typename: 'Shelf', name, books });

test('entities below objects that say the same are one group', () => {
  const data = {
    shelves: [shelf('x', { id: '1' }, { id: '2' }), shelf('y', { id: '3' }), shelf('x', null, { id: '4' })],
  };
  expect(groupsOf(data, 'shelves.@.books.@', [nameAbove])).toEqual([
    [{ at: 'x' }, ['1', '2', '4']],
    [{ at: 'y' }, ['3']],
  ]);
});

test('a value is of the object that is so many fields above', () => {
  const data = { shelves: [shelf('x', { id: '1', __typename: 'Book', next: { id: '2' } })] };
  const at = (up: number): ContextValue => ({ variable: `up${up}`, up, path: [up === 1 ? 'id' : 'name'] });
  expect(groupsOf(data, 'shelves.@.books.@.next', [at(1), at(2), at(9)])).toEqual([
    [{ up1: '1', up2: 'x', up9: null }, ['2']],
  ]);
});

test('of several values for one variable the first counts that is known, and null stands for what is not', () => {
  const from = (key: string): ContextValue => ({ variable: 'at', up: 1, path: [key] });
  const shelves = [
    { ...shelf('x', { id: '1' }), label: 'z' },
    { ...shelf(undefined, { id: '2' }), label: 'y' },
    shelf(null, { id: '3' }),
  ];
  expect(groupsOf({ shelves }, 'shelves.@.books.@', [from('name'), from('label')])).toEqual([
    [{ at: 'x' }, ['1']],
    [{ at: 'y' }, ['2']],
    [{ at: null }, ['3']],
  ]);
});

test('a value may be an object, in which null stands for what is none', () => {
  const below: ContextValue = { variable: 'at', up: 1, path: ['room', 'window'] };
  const data = (room: unknown) => ({ shelves: [{ ...shelf('x', { id: '1' }), room }] });
  expect(groupsOf(data({ window: [1] }), 'shelves.@.books.@', [below])).toEqual([[{ at: [1] }, ['1']]]);
  expect(groupsOf(data('none'), 'shelves.@.books.@', [below])).toEqual([[{ at: null }, ['1']]]);
  // A value that JSON cannot express is not sent.
  let deep: unknown = 1;
  for (let depth = 0; depth < 5000; depth++) deep = [deep];
  expect(groupsOf(data({ window: deep }), 'shelves.@.books.@', [below])).toEqual([[{ at: null }, ['1']]]);
});

test('where answers are shared, the entities are those that the execution may change', () => {
  const data = { shelves: frozen([shelf('x', { id: '1' })]) } as Record<string, unknown>;
  const groups = contextGroups(entityPath(pathOf('shelves.@.books.@'), bookshop.is), [nameAbove]);
  const [group] = groups({ data, owned: new Owned() } as never);
  for (const entity of group?.entities ?? []) entity['left'] = 2;
  expect(data).toEqual({ shelves: [shelf('x', { id: '1', left: 2 })] });
});

test('a fetch is one request for each group, and shares nothing between objects', async () => {
  const plan = planOf(
    rootFetchOf('a', '{shelves{__typename name books{__typename id}}}'),
    booksAt('shelves.@.books.@', 'c', 'left(at:$at)', { context: [nameAbove], variables: ['at'], after: [0] }),
  );
  const book = { __typename: 'Book', id: '1' };
  const { context, asked } = bookshopOf(({ subgraph, variables }) => {
    if (subgraph === 'a') return { shelves: [shelf('x', { ...book }, { ...book }), shelf('y', { ...book })] };
    return { _entities: [{ left: variables['at'] === 'x' ? 1 : 2 }] };
  });
  const operation = operationOf('{ shelves { books { id left } } }');
  const { data } = await compileOperation(operation, plan, context)(inputOf({ at: 'the caller’s' }));
  expect(asked.slice(1).map(({ variables }) => variables)).toEqual([
    { at: 'x', representations: [book] },
    { at: 'y', representations: [book] },
  ]);
  expect(data).toEqual({
    shelves: [
      {
        books: [
          { id: '1', left: 1 },
          { id: '1', left: 1 },
        ],
      },
      { books: [{ id: '1', left: 2 }] },
    ],
  });
});
