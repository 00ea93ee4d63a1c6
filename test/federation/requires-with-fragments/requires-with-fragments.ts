import { behaviour } from '../support/behaviour.js';

const data = { __typename: 'Foo', foo: 'foo', bar: { __typename: 'Baz', qux: 'qux' } };

/** A field set with inline fragments on interfaces, unions and object types. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { a: Entity }
        type Entity @key(fields: "id") { id: ID! data: Foo }
        interface Foo { foo: String! }
        type Bar implements Foo { foo: String! bar: String! }
        type Baz implements Foo { foo: String! baz: Inner! }
        union Inner = Left | Right
        type Left { left: String! shared: String! }
        type Right { right: String! shared: String! }
      `,
      resolvers: {
        Query: { a: () => ({ id: 'e1' }) },
        Entity: {
          data: ({ id }) =>
            id === 'e1'
              ? { __typename: 'Bar', foo: data.foo, bar: 'bar' }
              : {
                  __typename: 'Baz',
                  foo: data.foo,
                  baz: { __typename: id === 'e2' ? 'Left' : 'Right', left: 'l', right: 'r', shared: 's' },
                },
        },
      },
    },
    b: {
      typeDefs: `
        type Query { b: Entity bb: [Entity] }
        type Entity @key(fields: "id") {
          id: ID! data: Foo @external
          simple: String! @requires(fields: "data { foo }")
          perType: String! @requires(fields: "data { foo ... on Bar { bar } ... on Baz { baz { ... on Left { left } ... on Right { right shared } } } }")
          nested: String! @requires(fields: "data { ... on Foo { ... on Bar { bar foo } } }")
        }
        interface Foo { foo: String! }
        type Bar implements Foo @external { foo: String! bar: String! }
        type Baz implements Foo @external { foo: String! baz: Inner! }
        union Inner = Left | Right
        type Left @external { left: String! }
        type Right @external { right: String! shared: String! }
      `,
      resolvers: {
        Query: { b: () => ({ id: 'e1' }), bb: () => [{ id: 'e2' }, { id: 'e3' }] },
        Entity: {
          simple: (parent) => text(parent.data),
          perType: (parent) => text(parent.data),
          nested: (parent) => String(parent.data.bar),
        },
      },
    },
  },
  cases: [
    { query: '{ a { simple } }', data: { a: { simple: 'foo' } } },
    { query: '{ a { perType } b { perType } }', data: { a: { perType: 'bar foo' }, b: { perType: 'bar foo' } } },
    {
      query: '{ bb { id perType } }',
      data: {
        bb: [
          { id: 'e2', perType: 'foo l' },
          { id: 'e3', perType: 'foo r s' },
        ],
      },
    },
    {
      query: '{ b { nested } bb { nested } }',
      data: { b: { nested: 'bar' }, bb: [{ nested: 'undefined' }, { nested: 'undefined' }] },
    },
    {
      query: '{ bb { data { foo ... on Baz { baz { ... on Left { shared } ... on Right { r: right } } } } perType } }',
      data: {
        bb: [
          { data: { foo: 'foo', baz: { shared: 's' } }, perType: 'foo l' },
          { data: { foo: 'foo', baz: { r: 'r' } }, perType: 'foo r s' },
        ],
      },
    },
  ],
});

/** The selected values of an object without its type name, in the order of the field names. */
function text(value: Record<string, any>): string {
  return Object.entries(value)
    .filter(([name]) => name !== '__typename')
    .map(([name, inner]) => (typeof inner === 'object' ? text(inner) : [name, inner].slice(1).join('')))
    .toSorted()
    .join(' ');
}
