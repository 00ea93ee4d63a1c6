import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { explicitNulls } from './explicit-nulls.js';

const sdl = readFileSync(new URL('../../fixtures/supergraph.graphql', import.meta.url), 'utf8');

describe('explicit nulls', () => {
  const nulls = explicitNulls(buildSchema(sdl));
  const entities = (selections: string, ...typenames: string[]) =>
    nulls(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selections} } }
       fragment Work on Commune { groupCount ...More }
       fragment More on Commune { teams: teamCount }`,
      typenames.map((__typename) => ({ __typename, code: '1' })),
    );

  test('stand under the response key of each field, not below it', () => {
    expect(
      entities('... on GoalProgress { womensUnion { people } again: womensUnion { occurrences } }', 'GoalProgress'),
    ).toEqual([{ womensUnion: null, again: null }]);
  });

  test('are those of the representation’s own type', () => {
    expect(
      entities('... on Commune { groupCount } ... on ServicePoint { womenServed }', 'Commune', 'ServicePoint', 'Goal'),
    ).toEqual([{ groupCount: null }, { womenServed: null }, {}]);
  });

  test('are found in nested fragments, named ones, and those on an interface or on nothing', () => {
    expect(entities('... on Commune { ... on Place { ... { groupCount } } }', 'Commune')).toEqual([
      { groupCount: null },
    ]);
    expect(entities('... on Commune { ...Work }', 'Commune')).toEqual([{ groupCount: null, teams: null }]);
  });

  test('are not said of a key, of the type’s name, of what is not nullable and of what others answer too', () => {
    expect(entities('... on Commune { __typename code memberCount profile { women } teamCount }', 'Commune')).toEqual([
      { teamCount: null },
    ]);
  });

  test('are said of an interface where the subgraph knows no type behind it', () => {
    const media = explicitNulls(
      buildSchema(
        `type Query { a: Int }
         interface Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) {
           id: ID!
           rating: Int @join__field(graph: B)
         }
         type Book implements Media @join__type(graph: A, key: "id") { id: ID! rating: Int @join__field }`,
        { assumeValidSDL: true },
      ),
    );
    const operation = '{ _entities(representations: []) { ... on Media { rating } } }';
    expect(media(operation, [{ __typename: 'Media', id: '1' }])).toEqual([{ rating: null }]);
  });
});
