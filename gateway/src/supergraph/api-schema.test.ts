import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, printSchema } from 'graphql';
import { apiSchema } from './api-schema.js';
import { readLinks } from './links.js';

const apiOf = (sdl: string) => {
  const document = parse(sdl);
  return apiSchema(document, readLinks(document));
};

describe('the schema that callers see', () => {
  test('has nothing of how the graph is put together, nor what is inaccessible', () => {
    const schema = apiOf(`
        schema
          @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
          @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "private", for: SECURITY)
          @link(url: "https://example.org/audit/v1.0", import: ["@audit", { name: "Level", as: "AuditLevel" }]) {
          query: Query
        }
        directive @join__type(graph: join__Graph!) on OBJECT
        directive @link(url: String) on SCHEMA
        directive @private on OBJECT
        directive @audit(level: AuditLevel) on FIELD_DEFINITION
        directive @live("How often." every: Int = 5) on FIELD
        directive @defer(label: String) on FIELD
        enum AuditLevel { LOW }
        enum join__Graph { A }
        scalar join__FieldSet
        scalar link__Import
        "A day."
        scalar Date @specifiedBy(url: "https://example.org/date") @join__type(graph: A)
        interface Secret @private { a: Int }
        interface Open { a: Int }
        type Query implements Secret & Open @join__type(graph: A) {
          "An a."
          a(b: Filter = { first: 3 }, hidden: Int @private): Int @audit(level: LOW) @deprecated(reason: "old")
          secret: Hidden @private
          any: Any
        }
        type Hidden @private { a: Int }
        union Any = Query | Hidden
        enum Kind { ONE TWO @private }
        input Filter { first: Int = 1, kind: Kind, hidden: Int @private }
      `);
    expect(printSchema(schema)).toBe(
      `directive @live(
  """How often."""
  every: Int = 5
) on FIELD

"""
Lets the rest of the answer come without what is in a fragment, which follows when it is known.
"""
directive @defer(
  """Without it, what is in the fragment comes with the rest."""
  if: Boolean! = true

  """
  Tells the parts of the answer apart; the operation has each label once.
  """
  label: String
) on FRAGMENT_SPREAD | INLINE_FRAGMENT

"""A day."""
scalar Date @specifiedBy(url: "https://example.org/date")

interface Open {
  a: Int
}

type Query implements Open {
  """An a."""
  a(b: Filter = {first: 3}): Int @deprecated(reason: "old")
  any: Any
}

union Any = Query

enum Kind {
  ONE
}

input Filter {
  first: Int = 1
  kind: Kind
}`,
    );
  });

  test('is the whole graph of the fixtures', () => {
    const supergraph = readFileSync(new URL('../fixtures/supergraph.graphql', import.meta.url), 'utf8');
    const names = Object.keys(apiOf(supergraph).getTypeMap());
    expect(names).toEqual(expect.arrayContaining(['GoalProgress', 'Place', 'Mutation']));
    expect(names.filter((name) => /^(join__|link__|_[^_])/.test(name))).toEqual([]);
  });
});
