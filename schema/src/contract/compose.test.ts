import { describe, expect, test } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { apiSchema, compose } from './compose.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const owner = `${link} type Query { commune: Commune }
"""A commune or ward on a day."""
type Commune @key(fields: "code") { "Its code." code: ID! "Its name." name: String mayor: String tasks: Int }`;
const stub = (field: string) => `${link}
"""A commune."""
type Commune @key(fields: "code") { "A code." code: ID! "Its ${field}." ${field}: Int "Its area." area: Float @shareable }`;

describe('a type that several subgraphs define', () => {
  test.each([
    ['one stub', ['clubs']],
    ['several stubs', ['clubs', 'teams', 'unions']],
  ])('has the descriptions of its owner beside %s', (_name, stubs) => {
    const sdls = [...stubs.map(stub), owner];
    const composition = compose(
      sdls.map((sdl, index) => ({ name: `subgraph-${index}`, url: `http://127.0.0.1:${index + 1}`, sdl })),
    );
    if (composition.errors) throw new Error(composition.errors.join('\n'));
    const commune = apiSchema(composition.supergraph).getType('Commune') as GraphQLObjectType;
    const fields = Object.values(commune.getFields());
    expect(commune.description).toBe('A commune or ward on a day.');
    expect(fields.map((field) => [field.name, field.description])).toEqual(
      expect.arrayContaining([
        ['code', 'Its code.'],
        ['name', 'Its name.'],
        ...stubs.map((field) => [field, `Its ${field}.`]),
        // The owner does not define it.
        ['area', 'Its area.'],
      ]),
    );
  });
});

describe('an access rule', () => {
  const rule = (scopes: string) => {
    const imports = '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])';
    const sdl = `extend schema ${imports} type Query { goal: Int @requiresScopes(scopes: ${scopes}) }`;
    return compose([{ name: 'goals', url: 'http://127.0.0.1:1', sdl }]);
  };

  test.each([
    ['"a b"', '[["a b"]]'],
    ['["a", "b"]', '[["a"], ["b"]]'],
  ])('of %s is %s, as GraphQL takes one value for a list', (given, taken) => {
    expect(rule(given)).toMatchObject({ supergraph: expect.stringContaining(`@requiresScopes(scopes: ${taken})`) });
  });

  test('that composition cannot read is a fault of its own code', () => {
    expect(rule('[[1]]')).toMatchObject({
      faults: [{ code: 'NOT_COMPOSED', message: expect.stringContaining('@requiresScopes(scopes:)') }],
    });
  });
});
