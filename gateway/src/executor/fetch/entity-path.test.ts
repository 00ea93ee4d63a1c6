import { describe, expect, test } from '@jest/globals';
import { type EntityPath, entityPath } from './entity-path.js';
import type { JsonObject } from '../../base/json.js';
import { Owned } from './owned.js';

/**
 * The entities at a path, found three ways: at first, with the code compiled for the second time, and with their paths.
 */
function found(path: EntityPath, data: JsonObject): JsonObject[] {
  const [first, second, located]: JsonObject[][] = [[], [], []];
  path.collect(data, first as JsonObject[]);
  path.collect(data, second as JsonObject[]);
  path.locate(data, (entity) => located?.push(entity));
  expect(second).toEqual(first);
  expect(located).toEqual(first);
  return first as JsonObject[];
}

describe('the way to the entities of a fetch', () => {
  const is = (type: string, condition: string) => type === condition;
  const path = entityPath(
    [{ field: 'root' }, { field: 'lists' }, '@', '@', { types: ['A', 'B'] }, { field: 'entity' }],
    is,
  );
  const entity = (id: number) => ({ id });
  const data = {
    root: {
      lists: [
        [{ __typename: 'A', entity: entity(1) }, { __typename: 'C', entity: entity(2) }, null],
        null,
        [{ entity: entity(3) }, { __typename: 'B', entity: [entity(4), null, entity(5)] }, { __typename: 'B' }],
      ],
    },
  };

  test('leads through objects, lists and types', () => {
    expect(found(path, data).map(({ id }) => id)).toEqual([1, 3, 4, 5]);
  });

  test('makes what is on it the execution’s own, where others see the data too, and nothing else', () => {
    const before = JSON.stringify(data);
    const root = { ...data };
    const owned = new Owned();
    const [once, again]: [JsonObject[], JsonObject[]] = [[], []];
    path.collect(root, once, owned);
    path.collect(root, again, owned);
    expect(again).toHaveLength(4);
    for (const [index, one] of once.entries()) expect(again[index]).toBe(one);
    for (const one of once) one['more'] = true;
    expect(JSON.stringify(data)).toBe(before);
    expect(JSON.stringify(root)).toBe(before.replaceAll(/"id":[1345]/g, '$&,"more":true'));
    expect(root.root.lists[0]?.[1]?.entity).toBe(data.root.lists[0]?.[1]?.entity);
  });

  test('tells where each entity stands', () => {
    const places: string[] = [];
    path.locate(data, ({ id }, place) => places.push(`${String(id)} at ${place.join('.')}`));
    expect(places).toEqual([
      '1 at root.lists.0.0.entity',
      '3 at root.lists.2.0.entity',
      '4 at root.lists.2.1.entity.0',
      '5 at root.lists.2.1.entity.2',
    ]);
    expect(path.place).toEqual(['root', 'lists']);
  });

  test('leads through lists of lists, for which the planner writes one list', () => {
    const rows = entityPath([{ field: 'rows' }, '@', { field: 'cells' }, '@', { types: ['A'] }], is);
    const cells = { rows: [[{ cells: [[entity(1)], [null, entity(2)]] }], []] };
    expect(found(rows, cells).map(({ id }) => id)).toEqual([1, 2]);
  });

  test('finds nothing that an object only inherits', () => {
    for (const key of ['__proto__', 'constructor']) expect(found(entityPath([{ field: key }], is), {})).toEqual([]);
  });
});
