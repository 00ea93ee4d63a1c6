import type { Subgraph } from '../../federation/support/behaviour.js';

/** The names of the directive in a schema: its own, another, or the one in the federation's namespace. */
export const spellings = {
  requiresScopes: '"@requiresScopes"',
  guard: '{ name: "@requiresScopes", as: "@guard" }',
  federation__requiresScopes: '',
};
export type Spelling = keyof typeof spellings;

/** A value behind the scope `records:read`: every answer with it in it is a leak. */
export const secret = 'SECRET';

const item = { __typename: 'Item', id: '1', name: secret, open: 'o' };
const plain = { __typename: 'Plain', id: '2', name: 'p' };
const book = { __typename: 'Book', id: '3' };
const reference = (fields: object) => ({ __resolveReference: ({ id }: { id: string }) => ({ id, ...fields }) });

/** Subgraphs that demand a scope for some of the same entity, or forget to. */
export const demandingGraph = (spelling: Spelling): Readonly<Record<string, Subgraph>> => {
  const link = (imports: string) =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports} ${spellings[spelling]}])`;
  const demand = `@${spelling}(scopes: [["records:read"]])`;
  return {
    owner: {
      typeDefs: `
      ${link('"@key", "@shareable"')}
      type Query {
        item: Item
        nodes: [Node!]!
        any: [Any!]!
        note: String ${demand}
        vault: Vault
        hoard: [Hoard]
        media: Media
        code: Code
      }
      type Mutation { write: String ${demand}  touch: String }
      type Subscription { notes: String ${demand} }
      interface Node { id: ID!  name: String }
      type Item implements Node @key(fields: "id") {
        id: ID!
        name: String @shareable ${demand}
        open: String
        again: Item
      }
      type Plain implements Node { id: ID!  name: String }
      union Any = Item | Plain
      type Vault ${demand} { id: ID! }
      union Hoard = Vault | Plain
      interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! }
      scalar Code ${demand}
    `,
      resolvers: {
        Query: {
          item: () => item,
          nodes: () => [item, plain],
          any: () => [item, plain],
          note: () => secret,
          vault: () => ({ id: secret }),
          hoard: () => [{ __typename: 'Vault', id: secret }, plain],
          media: () => book,
          code: () => secret,
        },
        Mutation: { write: () => secret, touch: () => 't' },
        Item: { ...reference(item), again: () => item },
        Book: reference(book),
        Media: reference(book),
      },
    },
    careless: {
      typeDefs: `
      ${link('"@key", "@shareable"')}
      type Query { carelessItem: Item }
      type Item @key(fields: "id") { id: ID!  name: String @shareable }
    `,
      resolvers: { Query: { carelessItem: () => item }, Item: reference(item) },
    },
    reviews: {
      typeDefs: `
      ${link('"@key", "@interfaceObject"')}
      type Media @key(fields: "id") @interfaceObject { id: ID!  rating: String ${demand} }
    `,
      resolvers: { Media: reference({ rating: secret }) },
    },
    computing: {
      typeDefs: `
      ${link('"@key", "@external", "@requires"')}
      type Item @key(fields: "id") {
        id: ID!
        open: String @external
        name: String @external
        fromOpen: String @requires(fields: "open")
        fromName: String @requires(fields: "name") ${demand}
      }
    `,
      resolvers: {
        Item: {
          __resolveReference: (given: object) => given,
          fromOpen: ({ open }: typeof item) => open,
          fromName: ({ name }: typeof item) => name,
        },
      },
    },
  };
};
