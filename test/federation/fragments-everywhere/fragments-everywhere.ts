import { behaviour } from '../support/behaviour.js';

const people = [
  { __typename: 'Cat', id: 'c1', name: 'Mun', lives: 9 },
  { __typename: 'Dog', id: 'd1', name: 'Vang', tricks: ['sit'] },
];

/** Inline fragments and spreads on objects, interfaces and unions, within each other, used twice, with merged fields. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { pets: [Pet!]! any: [Any] }
        interface Pet { id: ID! name: String friend: Pet }
        interface Trained { tricks: [String!] }
        union Any = Cat | Dog | Stone
        type Cat implements Pet @key(fields: "id") { id: ID! name: String friend: Pet lives: Int }
        type Dog implements Pet & Trained @key(fields: "id") { id: ID! name: String friend: Pet tricks: [String!] }
        type Stone { weight: Int }
      `,
      resolvers: {
        Query: { pets: () => people, any: () => [...people, { __typename: 'Stone', weight: 3 }] },
        Cat: { friend: () => people[1] },
        Dog: { friend: () => people[0] },
      },
    },
    b: {
      typeDefs: `
        type Cat @key(fields: "id") { id: ID! owner: Owner }
        type Dog @key(fields: "id") { id: ID! owner: Owner }
        type Owner { name: String pets: Int }
      `,
      resolvers: {
        Cat: { owner: () => ({ name: 'An', pets: 1 }) },
        Dog: { owner: () => ({ name: 'Binh', pets: 2 }) },
      },
    },
  },
  cases: [
    {
      query: `query Q { ...Root }
        fragment Root on Query { pets { ...PetParts ...Owners } ...More }
        fragment More on Query { pets { ... { name } ... on Trained { tricks } } any { ...AnyParts } }
        fragment PetParts on Pet { id ... on Cat { lives friend { ...Friend } } }
        fragment Friend on Pet { name ... on Dog { tricks owner { name } } }
        fragment Owners on Pet { ... on Cat { owner { name } } ... on Dog { owner { pets } ...DogOwner } }
        fragment DogOwner on Dog { owner { name } }
        fragment AnyParts on Any { __typename ... on Pet { name } ... on Stone { weight } ...Owners2 }
        fragment Owners2 on Any { ... on Pet { ...Owners } }`,
      data: {
        pets: [
          {
            id: 'c1',
            lives: 9,
            friend: { name: 'Vang', tricks: ['sit'], owner: { name: 'Binh' } },
            owner: { name: 'An' },
            name: 'Mun',
          },
          { id: 'd1', owner: { pets: 2, name: 'Binh' }, name: 'Vang', tricks: ['sit'] },
        ],
        any: [
          { __typename: 'Cat', name: 'Mun', owner: { name: 'An' } },
          { __typename: 'Dog', name: 'Vang', owner: { pets: 2, name: 'Binh' } },
          { __typename: 'Stone', weight: 3 },
        ],
      },
    },
    {
      query: '{ pets { ... on Dog { ... on Pet { ... on Dog { name } } } ... on Cat { ... on Pet { id } } } }',
      data: { pets: [{ id: 'c1' }, { name: 'Vang' }] },
    },
    {
      query: '{ any { ... on Trained { ... on Dog { owner { name } } } } }',
      data: { any: [{}, { owner: { name: 'Binh' } }, {}] },
    },
    {
      query: '{ pets { friend { friend { ... on Cat { owner { pets } } ... on Dog { tricks } } } } }',
      data: { pets: [{ friend: { friend: { owner: { pets: 1 } } } }, { friend: { friend: { tricks: ['sit'] } } }] },
    },
    { query: '{ pets { name } } fragment Unused on Pet { id }', errors: true },
    { query: '{ pets { ... on Stone { weight } } }', errors: true },
    { query: '{ pets { ...A } } fragment A on Pet { ...B } fragment B on Pet { ...A }', errors: true },
  ],
});
