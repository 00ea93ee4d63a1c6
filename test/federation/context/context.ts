import { behaviour } from '../support/behaviour.js';

const accounts = [
  { __typename: 'Account', id: 'a1', lang: 'vi', orders: ['o1', 'o2'], boss: 'a2' },
  { __typename: 'Account', id: 'a2', lang: 'en', orders: ['o2', 'o3'], boss: 'a3' },
  { __typename: 'Account', id: 'a3', lang: 'en', orders: ['o3'], boss: null },
];
const currencies: Record<string, string | null> = { a1: 'VND', a2: 'USD', a3: null };
const account = (id: string | null) => accounts.find((each) => each.id === id) ?? null;
const guest = { __typename: 'Guest', id: 'g1', lang: 'fr' };
const tags = [{ id: 't1' }, { id: 't2' }];
const total = (order: string, currency: string | null, lang: string) => `${order} ${String(currency)} ${lang}`;

/**
 * An argument with `@fromContext` takes its value from the nearest object above with this context, whichever subgraph
 * resolves that object.
 */
export default behaviour({
  subgraphs: {
    orders: {
      typeDefs: `
        type Query { accounts: [Account!]! someone: Person anything: [Thing!]! }
        interface Person @context(name: "person") { lang: String! tags: [Tag!]! }
        type Account implements Person @key(fields: "id") @context(name: "account") {
          id: ID!
          lang: String!
          currency: String @external
          settings: Settings @external
          orders: [Order!]!
          boss: Account
          tags: [Tag!]!
        }
        type Settings @shareable { digits: Digits! }
        type Digits @shareable { count: Int! }
        type Guest implements Person @key(fields: "id") { id: ID! lang: String! tags: [Tag!]! }
        union Thing @context(name: "thing") = Account | Guest
        type Order @key(fields: "id") {
          id: ID!
          total(in: String @fromContext(field: "$account { currency }"), lang: String @fromContext(field: "$person { lang }")): String!
          rounded(by: Int!, digits: Int @fromContext(field: "$account { settings { digits { count } } }")): String
          items: [Item!]!
        }
        type Tag @key(fields: "id") {
          id: ID!
          of(name: ID @fromContext(field: "$thing ... on Account { id } ... on Guest { id }")): String
          greeting(lang: String @fromContext(field: "$person { lang }")): String
        }
        type Item @key(fields: "id") {
          id: ID!
          price(in: String @fromContext(field: "$account { currency }")): String
        }
      `,
      resolvers: {
        Query: {
          accounts: () => accounts,
          someone: () => guest,
          anything: () => [account('a2'), guest, account('a3')],
        },
        Account: {
          __resolveReference: ({ id }) => account(id),
          boss: ({ boss }) => account(boss),
          tags: () => tags,
          orders: ({ orders }) => orders.map((id: string) => ({ id })),
        },
        Guest: { tags: () => tags },
        Tag: { of: ({ id }, { name }) => `${id} of ${name}`, greeting: ({ id }, { lang }) => `${id} in ${lang}` },
        Order: {
          total: ({ id }, { in: currency, lang }) => total(id, currency, lang),
          rounded: (_, { by, digits }) => `${by} ${digits}`,
          items: ({ id }) => [{ id: `${id}-1` }, { id: `${id}-2` }],
        },
        Item: { price: ({ id }, { in: currency }) => `${id} ${currency}` },
      },
    },
    money: {
      typeDefs: `
        type Account @key(fields: "id") { id: ID! currency: String settings: Settings }
        type Settings @shareable { digits: Digits! }
        type Digits @shareable { count: Int! }
        type Order @key(fields: "id") { id: ID! parts: [Item!]! note: String }
        type Item @key(fields: "id") { id: ID! name: String }
      `,
      resolvers: {
        Account: {
          __resolveReference: ({ id }) => ({ id }),
          currency: ({ id }) => currencies[id],
          settings: ({ id }) => ({ digits: { count: Number(id.slice(1)) } }),
        },
        Order: {
          __resolveReference: ({ id }) => ({ id }),
          parts: ({ id }) => [{ id: `${id}-part` }],
          note: ({ id }) => `note ${id}`,
        },
        Item: { __resolveReference: ({ id }) => ({ id }), name: ({ id }) => `item ${id}` },
      },
    },
  },
  cases: [
    {
      query: '{ accounts { orders { id total } } }',
      data: {
        accounts: [
          { orders: ['o1', 'o2'].map((id) => ({ id, total: total(id, 'VND', 'vi') })) },
          { orders: ['o2', 'o3'].map((id) => ({ id, total: total(id, 'USD', 'en') })) },
          { orders: [{ id: 'o3', total: total('o3', null, 'en') }] },
        ],
      },
    },
    {
      query: '{ accounts { boss { orders { total } } } }',
      data: {
        accounts: [
          { boss: { orders: ['o2', 'o3'].map((id) => ({ total: total(id, 'USD', 'en') })) } },
          { boss: { orders: [{ total: total('o3', null, 'en') }] } },
          { boss: null },
        ],
      },
    },
    {
      query: '{ accounts { orders { items { price } parts { price name } } } }',
      data: {
        accounts: [
          { currency: 'VND', orders: ['o1', 'o2'] },
          { currency: 'USD', orders: ['o2', 'o3'] },
          { currency: 'null', orders: ['o3'] },
        ].map(({ currency, orders }) => ({
          orders: orders.map((id) => ({
            items: [{ price: `${id}-1 ${currency}` }, { price: `${id}-2 ${currency}` }],
            parts: [{ price: `${id}-part ${currency}`, name: `item ${id}-part` }],
          })),
        })),
      },
    },
    {
      query: '{ accounts { currency: lang lang: id orders { total note } } }',
      data: {
        accounts: [
          {
            currency: 'vi',
            lang: 'a1',
            orders: ['o1', 'o2'].map((id) => ({ total: total(id, 'VND', 'vi'), note: `note ${id}` })),
          },
          {
            currency: 'en',
            lang: 'a2',
            orders: ['o2', 'o3'].map((id) => ({ total: total(id, 'USD', 'en'), note: `note ${id}` })),
          },
          { currency: 'en', lang: 'a3', orders: [{ total: total('o3', null, 'en'), note: 'note o3' }] },
        ],
      },
    },
    {
      query: 'query ($by: Int!) { accounts { orders { rounded(by: $by) more: rounded(by: 3) } } }',
      variables: { by: 2 },
      data: {
        accounts: [
          { orders: [1, 1].map((digits) => ({ rounded: `2 ${digits}`, more: `3 ${digits}` })) },
          { orders: [2, 2].map((digits) => ({ rounded: `2 ${digits}`, more: `3 ${digits}` })) },
          { orders: [{ rounded: '2 3', more: '3 3' }] },
        ],
      },
    },
    {
      query: '{ someone { tags { greeting id } } anything { ... on Person { tags { greeting of } } } }',
      data: {
        someone: { tags: ['t1', 't2'].map((id) => ({ id, greeting: `${id} in fr` })) },
        anything: [
          ['a2', 'en'],
          ['g1', 'fr'],
          ['a3', 'en'],
        ].map(([of, lang]) => ({
          tags: ['t1', 't2'].map((id) => ({ greeting: `${id} in ${lang}`, of: `${id} of ${of}` })),
        })),
      },
    },
  ],
});
