import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { ownedNullableFields } from './owned-fields.js';

describe('the fields of which null may be said', () => {
  const supergraph = buildSchema(readFileSync(new URL('../fixtures/supergraph.graphql', import.meta.url), 'utf8'));
  const fields = ownedNullableFields(supergraph);

  test.each(['GoalProgress.womensUnion', 'GoalProgress.people', 'Commune.groupCount', 'LearningGroup.name'])(
    '%s: nullable, and one subgraph’s alone',
    (field) => {
      expect(fields).toContain(field);
    },
  );

  test.each([
    ['Commune.memberCount', 'it is not nullable'],
    ['Commune.profile', 'two subgraphs answer it'],
    ['Contribution.people', 'every subgraph answers it'],
    ['Commune.code', 'it is a key'],
  ])('not %s: %s', (field) => {
    expect(fields).not.toContain(field);
  });

  test('not a key that may be null, nor a field that another subgraph took over', () => {
    const schema = buildSchema(
      `type Query @join__type(graph: A) { a: String }
       type Book @join__type(graph: A, key: "isbn series { id }") @join__type(graph: B, key: "isbn") {
         isbn: ID
         series: String @join__field(graph: A)
         title: String @join__field(graph: A, usedOverridden: true) @join__field(graph: B, override: "a")
         shelf: String @join__field(graph: A) @join__field(graph: B, external: true)
         note: String @join__field
       }`,
      { assumeValidSDL: true },
    );
    expect([...ownedNullableFields(schema)]).toEqual(['Query.a', 'Book.title', 'Book.shelf']);
  });
});
