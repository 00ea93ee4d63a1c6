import { describe, expect, test } from '@jest/globals';
import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { readSupergraph } from '../supergraph/supergraph.js';
import { JsonBytes } from './json-bytes.js';
import { representationWriters } from './representation.js';
import { type Rewrite, rewriter } from './rewrite.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "http://a/") B @join__graph(name: "b", url: "http://b/") }
  type Query @join__type(graph: A) { books: [Book] }
  interface Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) { id: ID! }
  type Book implements Media
    @join__type(graph: A, key: "id")
    @join__type(graph: B, key: "id")
    @join__type(graph: B, key: "isbn edition")
    @join__type(graph: B, key: "shop { code }") {
    id: ID!
    isbn: String
    edition: Int
    shop: Shop
    price: Price
    weight: Int!
    strict: Int @join__field(graph: A) @join__field(graph: B, external: true, type: "Int!")
  }
  type Price @join__type(graph: A) { amount: Int!, tags: [String!], note: String }
  type Shop @join__type(graph: A) { code: ID! }
`);

const field = (name: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 && { selections }),
});

function writer(fields: RequiresSelection[], rewrites: Rewrite[] = []) {
  const requires: RequiresSelection[] = [
    { kind: 'InlineFragment', typeCondition: 'Book', selections: [field('__typename'), ...fields] },
  ];
  const writerOf = representationWriters(requires, rewrites, { supergraph, subgraph: 'b' });
  return (entity: Record<string, unknown>): unknown => {
    const object = { __typename: 'Book', ...entity };
    const json = new JsonBytes();
    if ((writerOf(object)?.write(object, json) ?? 'nothing') === 'nothing') return undefined;
    return JSON.parse(json.toBuffer().toString());
  };
}

describe('a representation', () => {
  test('has the key and what is required, and nothing else', () => {
    const write = writer([field('id'), field('price', field('amount'))]);
    expect(write({ id: '1', title: 'x', price: { amount: 2, note: 'y' } })).toEqual({
      __typename: 'Book',
      id: '1',
      price: { amount: 2 },
    });
  });

  test('says null of what was not answered and may be null', () => {
    const write = writer([field('id'), field('price', field('amount'), field('note')), field('isbn')]);
    expect(write({ id: '1' })).toEqual({ __typename: 'Book', id: '1', price: null, isbn: null });
    expect(write({ id: '1', price: { amount: 1 } })).toMatchObject({ price: { amount: 1, note: null } });
    expect(write({ id: '1', price: { note: 'n' } })).toMatchObject({ price: null });
    expect(write({ id: '1', price: 3 })).toMatchObject({ price: null });
  });

  test('leaves an entity out that has no key, or lacks what cannot be null', () => {
    const write = writer([field('id'), field('weight')]);
    expect(write({ id: '1', weight: 1 })).toBeDefined();
    expect(write({ weight: 1 })).toBeUndefined();
    expect(write({ id: null, weight: 1 })).toBeUndefined();
    expect(write({ id: '1' })).toBeUndefined();
    expect(writer([field('id'), field('strict')])({ id: '1', strict: null })).toBeUndefined();
    expect(writer([field('shop', field('code'))])({ shop: { code: null } })).toBeUndefined();
    expect(writer([field('id')])({ __typename: 'Nobody', id: '1' })).toBeUndefined();
  });

  test('may have null in part of a key', () => {
    const write = writer([field('isbn'), field('edition')]);
    expect(write({ isbn: 'x', edition: null })).toEqual({ __typename: 'Book', isbn: 'x', edition: null });
    expect(write({ isbn: 'x' })).toBeUndefined();
    expect(write({ isbn: null, edition: null })).toBeUndefined();
  });

  test('is none of an entity whose key the plan does not send', () => {
    expect(writer([field('weight')])({ id: '1', weight: 3 })).toBeUndefined();
  });

  test('has the key that a client’s alias covers', () => {
    const data: Record<string, unknown> = { id: '1', _internal_0: 'A title' };
    const rename: Rewrite = { path: [{ Key: '_internal_0' }], renameTo: 'id' };
    rewriter([rename], supergraph.is)(data);
    expect(data['id']).toBe('A title');
    expect(writer([field('id')])(data)).toEqual({ __typename: 'Book', id: '1' });
  });

  test('has lists as their types allow', () => {
    const write = writer([field('id'), field('price', field('amount'), field('tags'))]);
    expect(write({ id: '1', price: { amount: 1, tags: ['a', 'b'] } })).toMatchObject({ price: { tags: ['a', 'b'] } });
    expect(write({ id: '1', price: { amount: 1, tags: ['a', null] } })).toMatchObject({ price: { tags: null } });
  });

  test('is rewritten as the plan says', () => {
    const write = writer(
      [
        field('id'),
        { kind: 'Field', name: '_internal_0', alias: 'price', selections: [field('amount')] },
        field('isbn'),
      ],
      [
        { path: [{ TypenameEquals: ['Media'] }, { Key: '__typename' }], setTo: 'Media' },
        { path: [{ TypenameEquals: ['Price'] }, { Key: 'id' }], renameTo: 'no' },
        { path: [{ TypenameEquals: ['Book'] }, { Key: 'isbn' }], renameTo: 'number' },
        { path: [{ Key: 'price' }, { TypenameEquals: ['Price'] }, { Key: 'amount' }], renameTo: 'sum' },
      ],
    );
    expect(write({ id: '1', price: 'the client’s own', _internal_0: { amount: 5 }, isbn: 'x' })).toEqual({
      __typename: 'Media',
      id: '1',
      price: { sum: 5 },
      number: 'x',
    });
  });
});
