import { describe, expect, test } from '@jest/globals';
import type { EntityType, Input } from '../../plan/plan.js';
import { readSupergraph } from '../../supergraph/supergraph.js';
import type { JsonObject } from '../../base/json.js';
import { JsonBytes } from '../../base/json-bytes.js';
import { Representations } from './representations.js';
import { representationWriters } from './representation.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph { A @join__graph(name: "a", url: "http://a/") B @join__graph(name: "b", url: "http://b/") }
  type Query @join__type(graph: A) { books: [Book] }
  interface Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", isInterfaceObject: true) { id: ID! }
  type Song implements Media @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") { id: ID! length: Int }
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
    related: Media
    weight: Int!
    strict: Int @join__field(graph: A) @join__field(graph: B, external: true, type: "Int!")
  }
  type Price @join__type(graph: A) { amount: Int!, tags: [String!], note: String }
  type Shop @join__type(graph: A) { code: ID! }
`);

const field = (name: string, ...inputs: Input[]): Input => ({ name, source: name, inputs });

function writer(inputs: Input[], more: Partial<EntityType> = {}) {
  const types = [{ type: 'Book', as: 'Book', inputs, ...more }];
  const writerOf = representationWriters(types, { supergraph, subgraph: 'b' });
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
    expect(writer([field('id'), field('price', field('note'))])({ id: '1', price: 3 })).toMatchObject({ price: null });
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

  test('has of several keys those that are known, and needs one', () => {
    const write = writer([field('id'), field('isbn'), field('edition'), field('weight')]);
    expect(write({ isbn: 'x', edition: 1, weight: 2 })).toEqual({
      __typename: 'Book',
      isbn: 'x',
      edition: 1,
      weight: 2,
    });
    expect(write({ id: '1', edition: 1, weight: 2 })).toEqual({ __typename: 'Book', id: '1', edition: 1, weight: 2 });
    expect(write({ id: '1', isbn: null, edition: null, weight: 2 })).toMatchObject({ id: '1', isbn: null });
    expect(write({ isbn: 'x', weight: 2 })).toBeUndefined();
    expect(write({ isbn: 'x', edition: 1 })).toBeUndefined();
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

  test('has a field under its name, wherever the data has it', () => {
    const data: Record<string, unknown> = { id: 'the caller’s own', _need_id: '1', _price: { _sum: 5, amount: 6 } };
    const inputs = [
      { name: 'id', source: '_need_id', inputs: [] },
      { name: 'price', source: '_price', inputs: [{ name: 'amount', source: '_sum', inputs: [] }] },
    ];
    expect(writer(inputs)(data)).toEqual({ __typename: 'Book', id: '1', price: { amount: 5 } });
  });

  test('has lists as their types allow', () => {
    const write = writer([field('id'), field('price', field('amount'), field('tags'))]);
    expect(write({ id: '1', price: { amount: 1, tags: ['a', 'b'] } })).toMatchObject({ price: { tags: ['a', 'b'] } });
    for (const tags of [['a', null], 'a', { 0: 'a' }])
      expect(write({ id: '1', price: { amount: 1, tags } })).toMatchObject({ price: { tags: null } });
  });

  test('names the type that the subgraph knows', () => {
    const inputs = [field('id')];
    expect(writer(inputs, { type: 'Media', as: 'Media' })({ id: '1' })).toEqual({ __typename: 'Book', id: '1' });
    expect(writer(inputs, { as: 'Media' })({ id: '1' })).toEqual({ __typename: 'Media', id: '1' });
    // An object known only by its interface is sent as that.
    expect(writer(inputs, { type: 'Media', as: 'Media' })({ __typename: 'Media', id: '1' })).toEqual({
      __typename: 'Media',
      id: '1',
    });
  });

  test('is that of the type itself, before that of an interface', () => {
    const types = [
      { type: 'Media', as: 'Media', inputs: [field('id')] },
      { type: 'Book', as: 'Book', inputs: [field('id'), field('isbn')] },
    ];
    const object = { __typename: 'Book', id: '1', isbn: 'x' };
    const json = new JsonBytes();
    representationWriters(types, { supergraph, subgraph: 'b' })(object)?.write(object, json);
    expect(JSON.parse(json.toBuffer().toString())).toEqual(object);
  });

  test('has the fields of objects of some type where they are of it', () => {
    const write = writer([
      { on: 'Media', inputs: [field('id'), field('price', field('amount'))] },
      { on: 'Book', inputs: [field('isbn'), field('price', field('note'))] },
      { on: 'Shop', inputs: [field('edition')] },
    ]);
    expect(write({ id: '1', isbn: 'x', edition: 2, price: { amount: 1, note: 'n', tags: [] } })).toEqual({
      __typename: 'Book',
      id: '1',
      price: { amount: 1, note: 'n' },
      isbn: 'x',
    });
  });

  test('has of an object below what is sent of its type', () => {
    const write = writer([
      field('id'),
      field('related', { on: 'Song', inputs: [field('length')] }, { on: 'Media', inputs: [field('id')] }),
    ]);
    const related = (more: object) => (write({ id: '1', related: more }) as { related: unknown }).related;
    expect(related({ __typename: 'Song', id: '2', length: 3 })).toEqual({ length: 3, id: '2' });
    expect(related({ __typename: 'Book', id: '2', length: 3 })).toEqual({ id: '2' });
    // An object without a known type has the field's type.
    expect(related({ id: '2', length: 3 })).toEqual({ id: '2' });
    expect(related({ __typename: 'Nobody', id: '2' })).toEqual({ id: '2' });
  });

  test('has what the subgraph declares nowhere as it is, in lists and alone', () => {
    const write = writer([field('id'), field('nowhere', field('x'))]);
    expect(write({ id: '1', nowhere: { x: 1, y: 2 } })).toMatchObject({ nowhere: { x: 1 } });
    expect(write({ id: '1', nowhere: [{ x: 1, y: 2 }, { x: 3 }] })).toMatchObject({
      nowhere: [{ x: 1 }, { x: 3 }],
    });
  });

  test('has null for what no text can be made of', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) deep = [deep];
    expect(writer([field('id'), field('isbn')])({ id: '1', isbn: deep })).toMatchObject({ isbn: null });
  });

  test('is another for objects of different types with the same key', () => {
    const types = ['Book', 'Song'].map((type) => ({ type, as: type, inputs: [field('id')] }));
    const writerOf = representationWriters(types, { supergraph, subgraph: 'b' });
    const list = new Representations(0);
    const indexOf = (object: JsonObject, otherwise?: string) => {
      const own = writerOf(object, otherwise);
      return own && list.indexOf(object, own);
    };
    const [book, song] = ['Book', 'Song'].map((type) => ({ __typename: type, id: '1' }));
    expect([book, song, { ...book }, { ...song }].map((object) => indexOf(object ?? {}))).toEqual([0, 1, 0, 1]);
    expect(indexOf({ id: '2' }, 'Song')).toBe(2);
    expect(indexOf({ id: '2' })).toBeUndefined();
    expect(JSON.parse(`[${list.toList().json.toString()}]`)).toEqual([book, song, { __typename: 'Song', id: '2' }]);
  });
});
