import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { behaviour } from '../support/behaviour.js';

const any = new GraphQLScalarType({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
const day = new GraphQLScalarType({
  name: 'Day',
  serialize: (value) => (value as Date).toISOString().slice(0, 10),
  parseValue: (value) => new Date(String(value)),
  parseLiteral: (node) => new Date(node.kind === Kind.STRING ? node.value : Number.NaN),
});
const big = new GraphQLScalarType({
  name: 'Big',
  serialize: String,
  parseValue: (value) => BigInt(value as string | number),
  parseLiteral: (node) => BigInt((node as { value: string }).value),
});

/** Values of custom scalars pass through the gateway unchanged: objects, lists, numbers, nulls. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        scalar JSON
        scalar Day
        scalar Big
        type Query { echo(value: JSON): JSON list(values: [JSON!]): [JSON] next(day: Day!): Day double(big: Big!): Big event: Event count: Int }
        type Event @key(fields: "day meta") { day: Day! meta: JSON! }
      `,
      resolvers: {
        JSON: any,
        Day: day,
        Big: big,
        Query: {
          echo: (_, { value }) => value,
          list: (_, { values }) => values,
          next: (_, { day: from }) => new Date((from as Date).getTime() + 86_400_000),
          double: (_, { big: value }) => value * 2n,
          event: () => ({
            day: new Date('2026-11-25'),
            meta: { tags: ['x', { deep: [1, null] }], __typename: 'not a type' },
          }),
        },
      },
    },
    b: {
      typeDefs: `
        scalar JSON
        scalar Day
        type Event @key(fields: "day meta") { day: Day! meta: JSON! note: JSON }
      `,
      resolvers: { JSON: any, Event: { note: ({ meta, day: on }) => [on, meta.tags[1].deep] } },
    },
  },
  cases: [
    {
      query: '{ echo(value: { a: [1, "two", { three: null }], b: true }) }',
      data: { echo: { a: [1, 'two', { three: null }], b: true } },
    },
    {
      query: 'query ($value: JSON) { echo(value: $value) }',
      variables: { value: { a: [1.5, 'x', null], nested: { b: {} } } },
      data: { echo: { a: [1.5, 'x', null], nested: { b: {} } } },
    },
    {
      query: 'query ($inner: Int) { echo(value: { inner: $inner, list: [$inner] }) }',
      variables: { inner: 7 },
      data: { echo: { inner: 7, list: [7] } },
    },
    {
      query: '{ echo none: echo(value: null) zero: echo(value: 0) empty: echo(value: "") list(values: [[1], {}]) }',
      data: { echo: null, none: null, zero: 0, empty: '', list: [[1], {}] },
    },
    {
      query: '{ next(day: "2026-12-31") double(big: "9007199254740993") }',
      data: { next: '2027-01-01', double: '18014398509481986' },
    },
    {
      query: '{ event { day meta note } }',
      data: {
        event: {
          day: '2026-11-25',
          meta: { tags: ['x', { deep: [1, null] }], __typename: 'not a type' },
          note: ['2026-11-25', [1, null]],
        },
      },
    },
    { query: '{ event { note } }', data: { event: { note: ['2026-11-25', [1, null]] } } },
  ],
});
