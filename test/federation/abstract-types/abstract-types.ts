import { behaviour } from '../support/behaviour.js';

const products = [
  { __typename: 'Book', id: 'p1', sku: 'sku-1', title: 'Book 1', size: 'small', publisher: 'self', creator: 'u1' },
  {
    __typename: 'Magazine',
    id: 'p2',
    sku: 'sku-2',
    title: 'Magazine 1',
    size: 'large',
    publisher: 'a1',
    creator: 'u2',
  },
];
const find = (id: string) => products.find((product) => product.id === id);

/** Interfaces and unions with entities behind them, in five subgraphs. */
export default behaviour({
  subgraphs: {
    products: {
      typeDefs: `
        type Query { products: [Product]! similar(id: ID!): [Product] }
        interface Product { id: ID! sku: String dimensions: Dimensions createdBy: User }
        interface Similar { similar: [Product] }
        type Dimensions @shareable { size: String weight: Float }
        type Book implements Product & Similar @key(fields: "id") {
          id: ID! sku: String dimensions: Dimensions @shareable createdBy: User similar: [Book] publisherType: PublisherType
        }
        type Magazine implements Product & Similar @key(fields: "id") {
          id: ID! sku: String dimensions: Dimensions @shareable createdBy: User similar: [Magazine] publisherType: PublisherType
        }
        union PublisherType = Agency | Self
        type Agency @key(fields: "id") { id: ID! }
        type Self { email: String }
        type User @key(fields: "email") { email: ID! }
      `,
      resolvers: {
        Query: { products: () => products.map(({ id }) => product(id)), similar: (_, { id }) => [product(id)] },
        Book: { __resolveReference: ({ id }) => product(id) },
        Magazine: { __resolveReference: ({ id }) => product(id) },
      },
    },
    books: {
      typeDefs: `type Book @key(fields: "id") { id: ID! title: String }`,
      resolvers: { Book: { __resolveReference: ({ id }) => find(id) } },
    },
    magazines: {
      typeDefs: `type Magazine @key(fields: "id") { id: ID! title: String }`,
      resolvers: { Magazine: { __resolveReference: ({ id }) => find(id) } },
    },
    inventory: {
      typeDefs: `
        interface Product { id: ID! dimensions: Dimensions delivery(zip: String): Delivery }
        type Dimensions @shareable { size: String weight: Float }
        type Delivery { estimate: String fastest: String }
        type Book implements Product @key(fields: "id") {
          id: ID! dimensions: Dimensions @external delivery(zip: String): Delivery @requires(fields: "dimensions { size weight }")
        }
        type Magazine implements Product @key(fields: "id") {
          id: ID! dimensions: Dimensions @external delivery(zip: String): Delivery @requires(fields: "dimensions { size weight }")
        }
      `,
      resolvers: {
        Book: {
          delivery: ({ dimensions }, { zip }) => ({ estimate: `${dimensions.size} to ${zip}`, fastest: 'today' }),
        },
        Magazine: {
          delivery: ({ dimensions }, { zip }) => ({ estimate: `${dimensions.size} to ${zip}`, fastest: 'now' }),
        },
      },
    },
    reviews: {
      typeDefs: `
        interface Product { id: ID! reviewsCount: Int reviews: [Review!]! }
        type Book implements Product @key(fields: "id") { id: ID! reviewsCount: Int reviews: [Review!]! }
        type Magazine implements Product @key(fields: "id") { id: ID! reviewsCount: Int reviews: [Review!]! }
        type Review { id: Int! product: Product }
        type User @key(fields: "email") { email: ID! total: Int }
      `,
      resolvers: {
        Book: {
          reviewsCount: () => 2,
          reviews: ({ id }) => [1, 2].map((number) => ({ id: number, product: { __typename: 'Book', id } })),
        },
        Magazine: { reviewsCount: () => 1, reviews: ({ id }) => [{ id: 3, product: { __typename: 'Magazine', id } }] },
        User: { total: ({ email }) => email.length },
      },
    },
    agencies: {
      typeDefs: `
        type Agency @key(fields: "id") { id: ID! companyName: String email: Email }
        type Email { address: String }
        type Group @key(fields: "id") { id: ID! name: String email: String }
        union PublisherType = Agency | Group
      `,
      resolvers: {
        Agency: { companyName: ({ id }) => `Agency ${id}`, email: ({ id }) => ({ address: `${id}@agency.vn` }) },
      },
    },
  },
  cases: [
    {
      query: '{ products { id dimensions { size weight } } }',
      data: {
        products: [
          { id: 'p1', dimensions: { size: 'small', weight: 0.5 } },
          { id: 'p2', dimensions: { size: 'large', weight: 0.5 } },
        ],
      },
    },
    {
      query:
        '{ book: similar(id: "p1") { sku delivery(zip: "12") { estimate fastest } } magazine: similar(id: "p2") { id delivery(zip: "34") { estimate } } }',
      data: {
        book: [{ sku: 'sku-1', delivery: { estimate: 'small to 12', fastest: 'today' } }],
        magazine: [{ id: 'p2', delivery: { estimate: 'large to 34' } }],
      },
    },
    {
      query:
        '{ products { sku ... on Product { sku } ... on Book { sku } ... on Magazine { sku } ... on Similar { __typename type: __typename } } }',
      data: {
        products: [
          { sku: 'sku-1', __typename: 'Book', type: 'Book' },
          { sku: 'sku-2', __typename: 'Magazine', type: 'Magazine' },
        ],
      },
    },
    {
      query: '{ products { author: createdBy { email total } ... on Magazine { title } } }',
      data: {
        products: [
          { author: { email: 'u1@x.vn', total: 7 } },
          { author: { email: 'u2@x.vn', total: 7 }, title: 'Magazine 1' },
        ],
      },
    },
    {
      query: '{ products { id reviews { product { sku ... on Magazine { title } ... on Book { reviewsCount } } } } }',
      data: {
        products: [
          {
            id: 'p1',
            reviews: [{ product: { sku: 'sku-1', reviewsCount: 2 } }, { product: { sku: 'sku-1', reviewsCount: 2 } }],
          },
          { id: 'p2', reviews: [{ product: { sku: 'sku-2', title: 'Magazine 1' } }] },
        ],
      },
    },
    ...[true, false].flatMap((on) =>
      ['@include(if: $on)', '@skip(if: $on)'].map((directive) => ({
        query: `query ($on: Boolean = ${String(on)}) { products { reviews { product { id ... on Book ${directive} { title ... on Book @include(if: true) { sku } } ... on Magazine { sku } } } } }`,
        data: {
          products: [
            {
              reviews: [1, 2].map(() => ({
                product: {
                  id: 'p1',
                  ...(on === directive.startsWith('@include') && { title: 'Book 1', sku: 'sku-1' }),
                },
              })),
            },
            { reviews: [{ product: { id: 'p2', sku: 'sku-2' } }] },
          ],
        },
      })),
    ),
    {
      query: `{ products { id ... on Book { publisherType { ...Publisher } } ... on Magazine { publisherType { ...Publisher } } } }
        fragment Publisher on PublisherType { ... on Agency { id companyName } ... on Self { email } ... on Group { name } }`,
      data: {
        products: [
          { id: 'p1', publisherType: { email: 'self@x.vn' } },
          { id: 'p2', publisherType: { id: 'a1', companyName: 'Agency a1' } },
        ],
      },
    },
    {
      query: `{ products { id ... on Book { publisherType { ...Publisher } } ... on Magazine { publisherType { ...Publisher } } } }
        fragment Publisher on PublisherType { ... on Agency { emailObject: email { address } } ... on Self { emailText: email } ... on Group { emailText: email } }`,
      data: {
        products: [
          { id: 'p1', publisherType: { emailText: 'self@x.vn' } },
          { id: 'p2', publisherType: { emailObject: { address: 'a1@agency.vn' } } },
        ],
      },
    },
  ],
});

function product(id: string): unknown {
  const found = find(id);
  return (
    found && {
      __typename: found.__typename,
      id,
      sku: found.sku,
      dimensions: { size: found.size, weight: 0.5 },
      createdBy: { email: `${found.creator}@x.vn` },
      publisherType:
        found.publisher === 'self'
          ? { __typename: 'Self', email: 'self@x.vn' }
          : { __typename: 'Agency', id: found.publisher },
    }
  );
}
