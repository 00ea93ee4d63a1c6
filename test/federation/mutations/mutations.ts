import { behaviour } from '../support/behaviour.js';

const totals = new Map<string, number>();
const trail: string[] = [];
const change = (id: string, to: (total: number) => number, name: string): number => {
  trail.push(name);
  totals.set(id, to(totals.get(id) ?? 0));
  return totals.get(id) ?? 0;
};

/** Root fields of a mutation run one after another, whichever subgraph has them; the rest of a plan follows each. */
export default behaviour({
  asWritten: true,
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product(id: ID!): Product! trail: [String!]! }
        type Mutation {
          addProduct(input: AddProduct!): Product!
          multiply(by: Int!, id: String!): Int!
          shared(name: String!): Category! @shareable
          fail: Int
          failHard: Int!
        }
        input AddProduct { name: String! price: Float! tags: [String!]! = ["new"] }
        type Product @key(fields: "id") { id: ID! name: String! price: Float! tags: [String!]! }
        type Category @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { product: (_, { id }) => ({ id, name: `name ${id}`, price: 9.75, tags: [] }), trail: () => trail },
        Mutation: {
          addProduct: (_, { input }) => ({ id: 'added', ...input }),
          multiply: (_, { by, id }) => change(id, (total) => total * by, 'multiply'),
          shared: (_, { name }) => ({ id: `c-${name}` }),
          fail: () => {
            throw new Error('failed');
          },
          failHard: () => null,
        },
        Product: {
          __resolveReference: ({ id }) => ({ id, name: `name ${id}`, price: id === 'added' ? 599.5 : 9.75, tags: [] }),
        },
      },
    },
    b: {
      typeDefs: `
        type Mutation { add(number: Int!, id: String!): Int! remove(id: String!): Int! shared(name: String!): Category! @shareable }
        type Product @key(fields: "id") { id: ID! price: Float! @external expensive: Boolean! @requires(fields: "price") available: Boolean! }
        type Category @key(fields: "id") { id: ID! name: String! }
      `,
      resolvers: {
        Mutation: {
          add: (_, { number, id }) => change(id, (total) => total + Number(number), 'add'),
          remove: (_, { id }) => change(id, (total) => total, 'remove'),
          shared: (_, { name }) => ({ id: `c-${name}`, name }),
        },
        Product: { expensive: ({ price }) => price > 100, available: () => true },
        Category: { name: ({ id }) => id.slice(2) },
      },
    },
  },
  cases: [
    {
      query: 'mutation { addProduct(input: { name: "new", price: 599.5 }) { name price tags expensive available } }',
      data: { addProduct: { name: 'new', price: 599.5, tags: ['new'], expensive: true, available: true } },
    },
    {
      query: '{ product(id: "p1") { expensive available } }',
      data: { product: { expensive: false, available: true } },
    },
    {
      query:
        'mutation { five: add(number: 5, id: "x") ten: multiply(by: 2, id: "x") twelve: add(number: 2, id: "x") last: remove(id: "x") }',
      data: { five: 5, ten: 10, twelve: 12, last: 12 },
    },
    { query: '{ trail }', data: { trail: ['add', 'multiply', 'add', 'remove'] } },
    { query: 'mutation { shared(name: "new") { id name } }', data: { shared: { id: 'c-new', name: 'new' } } },
    {
      query: 'mutation { fail before: add(number: 1, id: "y") again: fail after: add(number: 1, id: "y") }',
      data: { fail: null, before: 1, again: null, after: 2 },
      errors: [['again'], ['fail']],
    },
    { query: 'mutation { add(number: 1, id: "z") failHard }', data: null, errors: true },
    {
      query:
        'mutation ($input: AddProduct!, $yes: Boolean!) { addProduct(input: $input) { tags available @include(if: $yes) } __typename }',
      variables: { input: { name: 'n', price: 1, tags: ['a', 'b'] }, yes: true },
      data: { addProduct: { tags: ['a', 'b'], available: true }, __typename: 'Mutation' },
    },
  ],
});
