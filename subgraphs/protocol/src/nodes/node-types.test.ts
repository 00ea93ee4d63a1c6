import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { nodeId, nodeSchema, nodeTypesOf, readNodeId } from './node-types.js';

describe('ids in the whole graph', () => {
  test('name the type, and what an object is known by in it, whatever that holds', () => {
    expect(readNodeId(nodeId('Commune', '14845@2025-06-30'))).toEqual({ type: 'Commune', key: '14845@2025-06-30' });
    expect(readNodeId('GoalProgress:A:38:2026-09')).toEqual({ type: 'GoalProgress', key: 'A:38:2026-09' });
  });

  test.each(['', 'Commune', 'Commune:', ':14845', '1x:2', 'a b:c', '{}:d', '__proto__'])('are none: %j', (id) => {
    expect(readNodeId(id)).toBeUndefined();
  });
});

test('types are found by ids that implement Node and have its key', () => {
  const sdl = parse(`
    interface Node { id: ID! }
    type A implements Node @key(fields: "code") @key(fields: "nodeKey") { code: ID! id: ID! nodeKey: ID! }
    type B implements Node @key(fields: "id") { id: ID! }
    type C @key(fields: "nodeKey") { nodeKey: ID! }
  `);
  expect(nodeTypesOf(sdl)).toEqual(['A']);
  expect(nodeSchema([])).toBe('');
  expect(nodeSchema(['B', 'A', 'B']).match(/^type \w+/gm)).toEqual(['type A', 'type B']);
});
