import { behaviour } from '../support/behaviour.js';

export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { product: Product }
        interface Product { samePriceProduct: Product }
        type Book implements Product @key(fields: "id") { id: ID! samePriceProduct: Book @provides(fields: "price") price: Float @external }
      `,
      resolvers: {
        Query: { product: () => ({ __typename: 'Book', id: '1' }) },
        Book: { samePriceProduct: ({ id }) => ({ id: id === '1' ? '3' : '1', price: 10.5 }) },
      },
    },
    b: {
      typeDefs: `type Book @key(fields: "id") { id: ID! price: Float @shareable }`,
      resolvers: { Book: { price: () => 10.5 } },
    },
  },
  cases: [
    {
      query:
        '{ product { samePriceProduct { ... on Book { id } samePriceProduct { ... on Book { id } samePriceProduct { __typename } } } } }',
      data: {
        product: {
          samePriceProduct: { id: '3', samePriceProduct: { id: '1', samePriceProduct: { __typename: 'Book' } } },
        },
      },
    },
    {
      query:
        '{ product { __typename samePriceProduct { ... on Book { price } samePriceProduct { ... on Book { id price } } } } }',
      data: {
        product: { __typename: 'Book', samePriceProduct: { price: 10.5, samePriceProduct: { id: '1', price: 10.5 } } },
      },
    },
  ],
});
