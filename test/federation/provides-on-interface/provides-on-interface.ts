import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('b provides it');
};

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { media: Media @shareable }
        interface Media { id: ID! }
        interface Animal { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
        type Dog implements Animal @key(fields: "id") { id: ID! }
        type Cat implements Animal @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { media: () => ({ __typename: 'Book', id: 'm1' }) }, Book: { animals: never } },
    },
    b: {
      typeDefs: `
        type Query { media: Media @shareable @provides(fields: "animals { id name }") }
        interface Media { id: ID! animals: [Animal] }
        interface Animal { id: ID! name: String }
        type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @external }
        type Dog implements Animal @key(fields: "id") { id: ID! @external name: String @external }
        type Cat implements Animal @key(fields: "id") { id: ID! @external name: String @external }
      `,
      resolvers: {
        Query: {
          media: () => ({
            __typename: 'Book',
            id: 'm1',
            animals: [
              { __typename: 'Dog', id: 'd1', name: 'Fido' },
              { __typename: 'Cat', id: 'c1', name: 'Whiskers' },
            ],
          }),
        },
      },
    },
    c: {
      typeDefs: `
        interface Media { id: ID! animals: [Animal] }
        interface Animal { id: ID! name: String }
        type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
        type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
        type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
      `,
      resolvers: { Dog: { name: never, age: () => 5 }, Cat: { name: never, age: () => 6 } },
    },
  },
  cases: [
    {
      query: '{ media { id animals { id name } } }',
      data: {
        media: {
          id: 'm1',
          animals: [
            { id: 'd1', name: 'Fido' },
            { id: 'c1', name: 'Whiskers' },
          ],
        },
      },
    },
    {
      query: '{ media { animals { id name ... on Cat { age } } } }',
      data: {
        media: {
          animals: [
            { id: 'd1', name: 'Fido' },
            { id: 'c1', name: 'Whiskers', age: 6 },
          ],
        },
      },
    },
    { query: '{ media { animals { ... on Dog { name } } } }', data: { media: { animals: [{ name: 'Fido' }, {}] } } },
  ],
});
