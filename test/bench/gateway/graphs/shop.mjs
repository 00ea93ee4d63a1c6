/**
 * A foreign graph: the shop that federation benchmarks use, of accounts, products, reviews and inventory. Its large
 * query goes round from users to products and back, so that the same few entities are asked for again and again.
 */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { entitySchema } from './entity-schema.mjs';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';

const sdl = {
  accounts: `
    type Query { me: User  user(id: ID!): User  users: [User] }
    type User @key(fields: "id") { id: ID!  name: String  username: String  birthday: Int }`,
  products: `
    type Query { topProducts(first: Int = 5): [Product]  product(upc: String!): Product }
    type Product @key(fields: "upc") { upc: String!  name: String  price: Int  weight: Int }`,
  reviews: `
    type Review { id: ID!  body: String  author: User  product: Product }
    type User @key(fields: "id") { id: ID!  reviews: [Review] }
    type Product @key(fields: "upc") { upc: String!  reviews: [Review] }`,
  inventory: `
    type Product @key(fields: "upc") {
      upc: String!
      price: Int @external
      weight: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
};

/** The same in Federation 1, where a type belongs to one subgraph and others extend it. */
function federation1(name, text) {
  const root = text.replace('type Query', 'extend type Query');
  if (name === 'accounts' || name === 'products') return root;
  return root
    .replaceAll(/type (\w+) @key/g, 'extend type $1 @key')
    .replaceAll(/(@key\(fields: "(\w+)"\)\s*{\s*\2: \w+!)/g, '$1 @external');
}

const userNames = ['Lê Minh', 'Trần Hoa', 'Nguyễn An', 'Phạm Tú', 'Vũ Lan', 'Hoàng Sơn'];
const productNames = ['Table', 'Couch', 'Glass', 'Chair', 'Television', 'Lamp', 'Grill', 'Fridge', 'Sofa'];
const reviewCount = 24;

const user = (id) => {
  const index = Number(id) - 1;
  return {
    ...{
      __typename: 'User',
      id: String(id),
      name: userNames[index],
      username: `@user${id}`,
      birthday: 19700101 + index,
    },
    reviews: () => reviews.filter(({ userId }) => userId === String(id)),
  };
};

const product = (upc) => {
  const index = Number(upc) - 1;
  return {
    ...{
      __typename: 'Product',
      upc: String(upc),
      name: productNames[index],
      price: 100 + 7 * index,
      weight: 40 * index,
    },
    inStock: index % 3 !== 0,
    reviews: () => reviews.filter(({ upc: of }) => of === String(upc)),
  };
};

const reviews = Array.from({ length: reviewCount }, (_, index) => {
  const [userId, upc] = [String((index % userNames.length) + 1), String(((index * 5) % productNames.length) + 1)];
  return {
    ...{
      id: String(index + 1),
      userId,
      upc,
      body: `Review ${index + 1}: ${'it does what it is for. '.repeat(1 + (index % 5))}`,
    },
    author: () => user(userId),
    product: () => product(upc),
  };
});

const resolvers = {
  me: () => user(1),
  user: ({ id }) => user(id),
  users: () => userNames.map((_, index) => user(index + 1)),
  topProducts: ({ first }) => productNames.slice(0, first).map((_, index) => product(index + 1)),
  product: ({ upc }) => product(upc),
};

/** The shipping estimate is made from what the representation brings, so that a gateway that loses it answers wrongly. */
function resolveReference({ __typename, id, upc, price, weight }) {
  if (__typename === 'User') return user(id);
  return { ...product(upc), shippingEstimate: price > 150 ? 0 : Math.round(weight / 2) };
}

const large = `
query Large {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts(first: 9) { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
}
fragment User on User { id name username }
fragment Review on Review { id body }
fragment Product on Product { upc name price weight inStock shippingEstimate }`;

const small = 'query Small { topProducts { upc name reviews { id body } } }';

/** @type {import('./graph.mjs').Graph} */
export const shop = {
  name: 'shop',
  subgraphs: Object.entries(sdl).map(([name, text]) => ({
    ...{ name, sdl: federation1(name, text) },
    schema: entitySchema(text),
    rootValue: { ...resolvers, resolveReference },
  })),
  supergraph: (url) => {
    const { supergraphSdl, errors } = composeServices(
      Object.entries(sdl).map(([name, text]) => ({ name, url: url(name), typeDefs: parse(link + text) })),
    );
    if (errors) throw new Error(errors.join('\n'));
    return supergraphSdl;
  },
  queries: { small: { query: small }, large: { query: large } },
};
