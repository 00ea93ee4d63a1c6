import { describe, expect, test } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, graphqlSync } from 'graphql';
import { type Introspected, readSchema } from './hub-schema.js';
import { find } from './search.js';

const sdl = `
  """Where all begins."""
  type Query {
    """
    The commune (xã) of a code.

    Needs the scope \`records:read\`. Needs the agreement W-1 (steering).
    """
    commune("Its code (mã xã)." code: Int! = 1): Commune
    old: [[Int!]!]! @deprecated(reason: "Ask for commune.")
  }
  """A commune (xã, phường)."""
  type Commune { """
    People who learn (người học).

    In any place.
    """
    learners: Int, area: Area }
  enum Area { "In the mountains (miền núi)." MOUNTAIN }
  input Filter { "By area (khu vực)." area: Area }
`;
const answer = graphqlSync({
  schema: buildSchema(sdl),
  source: getIntrospectionQuery({ inputValueDeprecation: true }),
});
const needs = [
  { kind: 'SCOPE', ofCommunes: false, anyOf: [['records:read']], agreements: null, organisation: null },
  {
    kind: 'AGREEMENT',
    ofCommunes: false,
    anyOf: null,
    agreements: [{ id: 'W-1', purposes: ['steering'] }],
    organisation: null,
  },
];
const schema = readSchema({
  ...answer.data,
  fieldNeeds: [{ type: 'Query', field: 'commune', needs }],
} as unknown as Introspected);

test('a schema is read with types as they are written, and without what the gateway added to descriptions', () => {
  expect(schema.roots).toEqual(['Query']);
  const [commune, old] = schema.types.get('Query')?.fields ?? [];
  expect(commune).toMatchObject({
    text: 'The commune (xã) of a code.',
    type: { text: 'Commune', name: 'Commune' },
    needs,
    args: [{ name: 'code', text: 'Its code (mã xã).', type: { text: 'Int!', name: 'Int' }, defaultValue: '1' }],
    deprecated: null,
  });
  expect(old?.needs).toEqual([]);
  expect(schema.types.get('Commune')?.fields[0]?.text).toBe('People who learn (người học).\n\nIn any place.');
  expect(old).toMatchObject({ type: { text: '[[Int!]!]!', name: 'Int' }, deprecated: 'Ask for commune.' });
  expect([...schema.types.keys()].some((name) => name.startsWith('__'))).toBe(false);
});

describe('what is sought', () => {
  const found = (text: string): string[] =>
    find(schema, text).map(({ type, field = '', argument = '' }) => [type, field, argument].filter(Boolean).join('.'));

  test('is found by Vietnamese words, with or without marks', () => {
    expect(found('người học')).toEqual(['Commune.learners']);
    expect(found('NGUOI HOC')).toEqual(['Commune.learners']);
    expect(found('miền núi')).toEqual(['Area.MOUNTAIN']);
    expect(found('khu vuc')).toEqual(['Filter.area']);
  });

  test('comes by its name first, and arguments after fields', () => {
    expect(found('commune')).toEqual(['Commune', 'Query.commune']);
    expect(found('commune learners')).toEqual(['Commune.learners']);
    expect(found('mã xã')).toEqual(['Query.commune.code']);
    expect(found('code')).toEqual(['Query.commune.code', 'Query.commune']);
  });

  test('is nothing where nothing is like it, or nothing is sought', () => {
    expect([found('   '), found('no such thing')]).toEqual([[], []]);
  });
});
