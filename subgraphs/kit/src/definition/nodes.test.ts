import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, graphql, parse } from 'graphql';
import type { SubgraphContext } from '../graphql/context.js';
import { answerNodeIds, findingNodes, withNodes } from './nodes.js';

const sdl = `directive @key(fields: String!) repeatable on OBJECT
directive @inaccessible on FIELD_DEFINITION
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION

type Query {
  groups: [Group!]!
  goals: [Goal!]!
}

"""A group."""
type Group @key(fields: "code") {
  """Its code."""
  code: ID! @requiresScopes(scopes: [["records:read"]])
}

type Goal @key(fields: "code") @key(fields: "id") {
  code: ID!
  id: ID!
}

type Report @key(fields: "code") {
  code: ID!
  """Of its kind alone."""
  id: ID!
}

type Place @key(fields: "code") {
  code: ID!
}`;
const context = {} as SubgraphContext;

describe('entities that a subgraph owns', () => {
  const nodes = withNodes(sdl, ['Group', 'Goal', 'Report']);

  test('have ids in the whole graph, by their code or by an id that is a key', () => {
    expect([...nodes.keys]).toEqual([
      ['Group', 'code'],
      ['Goal', 'id'],
    ]);
    expect(nodes.sdl).toContain('type Group implements Node @key(fields: "code") @key(fields: "nodeKey") {');
    expect(nodes.sdl).toContain('  id: ID! @requiresScopes(scopes: [["records:read"]])');
    expect(nodes.sdl.match(/nodeKey: ID! @inaccessible/g)).toHaveLength(2);
    expect(nodes.sdl).toContain('type Place @key(fields: "code") {');
    expect(nodes.sdl).toMatch(/interface Node \{[^}]*id: ID!\n\}/);
  });

  test('are as they were where there are none', () => {
    expect(withNodes(sdl, []).sdl).toBe(sdl);
  });

  test('answer their ids', async () => {
    const schema = buildASTSchema(parse(nodes.sdl));
    answerNodeIds(schema, nodes.keys);
    const rootValue = { groups: [{ code: 'G1' }], goals: [{ code: 'A', id: 'Goal:A@2026-01-01' }] };
    const asked = await graphql({ schema, rootValue, source: '{ groups { id nodeKey } goals { id nodeKey } }' });
    expect(asked).toEqual({
      data: {
        groups: [{ id: 'Group:G1', nodeKey: 'Group:G1' }],
        goals: [{ id: 'Goal:A@2026-01-01', nodeKey: 'Goal:A@2026-01-01' }],
      },
    });
  });

  test('are found by their ids as by their own keys, and by no other type’s', async () => {
    const find = (representation: object) => ({ found: representation });
    const group = findingNodes('Group', 'code', find);
    const goal = findingNodes('Goal', 'id', find);
    const ask = (by: typeof group, representation: object) => by(representation as never, context);
    expect(await ask(group, { nodeKey: 'Group:G:1' })).toEqual({ found: { __typename: 'Group', code: 'G:1' } });
    expect(await ask(group, { code: 'G1' })).toEqual({ found: { code: 'G1' } });
    expect(await ask(group, { nodeKey: 'Goal:A' })).toBeNull();
    expect(await ask(goal, { nodeKey: 'Goal:A' })).toEqual({ found: { __typename: 'Goal', id: 'Goal:A' } });
  });
});
