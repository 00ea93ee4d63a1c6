import { behaviour } from '../support/behaviour.js';

/** Of two keys, of which one subgraph has the first and another the second, in every order of writing. */
const keys = [
  ['@key(fields: "id")', '@key(fields: "upc")'],
  ['@key(fields: "upc")', '@key(fields: "id")'],
].map((each) => each.join(' '));

export default behaviour({
  subgraphs: Object.fromEntries([
    [
      'ids',
      {
        typeDefs: `type Query { ids: ByIds } type ByIds { ${keys.map((_, index) => `p${index}: P${index}`).join(' ')} } ${keys.map((_, index) => `type P${index} @key(fields: "id") { id: ID! price: Int }`).join(' ')}`,
        resolvers: {
          Query: { ids: () => ({ p0: { id: '1', price: 5 }, p1: { id: '1', price: 5 } }) },
          P0: { __resolveReference: ({ id }: any) => ({ id, price: 5 }) },
          P1: { __resolveReference: ({ id }: any) => ({ id, price: 5 }) },
        },
      },
    ],
    [
      'upcs',
      {
        typeDefs: `type Query { upcs: ByUpcs } type ByUpcs { ${keys.map((_, index) => `p${index}: P${index}`).join(' ')} } ${keys.map((_, index) => `type P${index} @key(fields: "upc") { upc: ID! weight: Int }`).join(' ')}`,
        resolvers: {
          Query: { upcs: () => ({ p0: { upc: 'u2', weight: 9 }, p1: { upc: 'u2', weight: 9 } }) },
          P0: { weight: () => 9 },
          P1: { weight: () => 9 },
        },
      },
    ],
    [
      'both',
      {
        typeDefs: keys
          .map(
            (key, index) =>
              `type P${index} ${key} { id: ID! upc: ID! price: Int @external weight: Int @external sum: String @requires(fields: "price weight") half: String @requires(fields: "price") }`,
          )
          .join(' '),
        resolvers: Object.fromEntries(
          keys.map((_, index) => [
            `P${index}`,
            {
              __resolveReference: (given: any) => ({
                ...given,
                id: given.id ?? given.upc.slice(1),
                upc: given.upc ?? `u${given.id}`,
              }),
              sum: ({ price, weight }: any) => `${price}+${weight}`,
              half: ({ price }: any) => `${price / 2}`,
            },
          ]),
        ),
      },
    ],
  ]),
  cases: [
    { query: '{ ids { p0 { half } p1 { half } } }', data: { ids: { p0: { half: '2.5' }, p1: { half: '2.5' } } } },
    {
      query: '{ ids { p0 { upc half } p1 { weight half } } }',
      data: { ids: { p0: { upc: 'u1', half: '2.5' }, p1: { weight: 9, half: '2.5' } } },
    },
    { query: '{ ids { p0 { sum } p1 { sum } } }', data: { ids: { p0: { sum: '5+9' }, p1: { sum: '5+9' } } } },
    {
      query: '{ upcs { p0 { sum } p1 { id sum } } }',
      data: { upcs: { p0: { sum: '5+9' }, p1: { id: '2', sum: '5+9' } } },
    },
    {
      query: '{ upcs { p0 { price } p1 { half weight } } }',
      data: { upcs: { p0: { price: 5 }, p1: { half: '2.5', weight: 9 } } },
    },
  ],
});
