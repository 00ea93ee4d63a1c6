import { behaviour } from '../support/behaviour.js';

const pets = [
  { __typename: 'Cat', id: 'c' },
  { __typename: 'Dog', id: 'd' },
];

/** One response name with different arguments in branches that exclude each other. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { pets: [Pet!]! any: [Any!]! }
        interface Pet { id: ID! picture(size: Int): String }
        union Any = Cat | Dog
        type Cat implements Pet @key(fields: "id") { id: ID! picture(size: Int): String }
        type Dog implements Pet @key(fields: "id") { id: ID! picture(size: Int): String }
      `,
      resolvers: {
        Query: { pets: () => pets, any: () => pets },
        Cat: { picture: ({ id }, { size }) => `${id} ${size}` },
        Dog: { picture: ({ id }, { size }) => `${id} ${size}` },
      },
    },
    b: {
      typeDefs: `
        type Cat @key(fields: "id") { id: ID! toys(first: Int): [Toy] }
        type Dog @key(fields: "id") { id: ID! toys(first: Int): [Toy] }
        type Toy { name(upper: Boolean): String }
      `,
      resolvers: {
        Cat: { toys: (_, { first }) => Array.from({ length: first }, (_each, index) => ({ name: `ball ${index}` })) },
        Dog: { toys: (_, { first }) => Array.from({ length: first }, (_each, index) => ({ name: `stick ${index}` })) },
        Toy: { name: ({ name }, { upper }) => (upper ? name.toUpperCase() : name) },
      },
    },
  },
  cases: [
    {
      query: '{ pets { ... on Cat { picture(size: 1) } ... on Dog { picture(size: 2) } } }',
      data: { pets: [{ picture: 'c 1' }, { picture: 'd 2' }] },
    },
    {
      query: '{ any { ... on Cat { picture(size: 1) } ... on Dog { picture(size: 2) } } }',
      data: { any: [{ picture: 'c 1' }, { picture: 'd 2' }] },
    },
    {
      query: 'query ($big: Int) { any { ... on Cat { picture(size: $big) } ... on Dog { picture } } }',
      variables: { big: 9 },
      data: { any: [{ picture: 'c 9' }, { picture: 'd undefined' }] },
    },
    {
      query: '{ any { ... on Cat { toys(first: 1) { name } } ... on Dog { toys(first: 2) { name } } } }',
      data: { any: [{ toys: [{ name: 'ball 0' }] }, { toys: [{ name: 'stick 0' }, { name: 'stick 1' }] }] },
    },
    {
      query: '{ any { ... on Cat { toys(first: 1) { name(upper: true) } } ... on Dog { toys(first: 1) { name } } } }',
      data: { any: [{ toys: [{ name: 'BALL 0' }] }, { toys: [{ name: 'stick 0' }] }] },
    },
    {
      query: '{ pets { ... on Cat { x: id toys(first: 1) { name } } ... on Dog { x: id picture(size: 3) } } }',
      data: {
        pets: [
          { x: 'c', toys: [{ name: 'ball 0' }] },
          { x: 'd', picture: 'd 3' },
        ],
      },
    },
    { query: '{ pets { ... on Cat { picture(size: 1) } ... on Pet { picture(size: 2) } } }', errors: true },
  ],
});
