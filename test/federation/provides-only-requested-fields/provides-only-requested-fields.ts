import { behaviour } from '../support/behaviour.js';

const never = () => {
  throw new Error('nobody asked for it');
};

/** Of the fields that a subgraph provides, the gateway fetches only the requested ones. */
export default behaviour({
  subgraphs: {
    owner: {
      typeDefs: `type Entity @key(fields: "id") { id: ID! name: String! @shareable description: String! @shareable extra: String! }`,
      resolvers: { Entity: { name: never, description: never, extra: ({ id }) => `extra ${id}` } },
    },
    provider: {
      typeDefs: `
        type Query {
          entity: Entity @provides(fields: "name description")
          entities: [Entity!]! @provides(fields: "name description")
        }
        type Entity @key(fields: "id") { id: ID! name: String! @external description: String! @external }
      `,
      resolvers: {
        Query: {
          entity: () => ({ id: 'e1', name: 'One' }),
          entities: () => [
            { id: 'e1', name: 'One' },
            { id: 'e2', name: 'Two' },
          ],
        },
        Entity: { description: never },
      },
    },
  },
  cases: [
    { query: '{ entity { id } }', data: { entity: { id: 'e1' } } },
    { query: '{ entity { id display: name } }', data: { entity: { id: 'e1', display: 'One' } } },
    { query: '{ entity { ... on Entity { name } } }', data: { entity: { name: 'One' } } },
    {
      query: '{ entity { id ...Name } } fragment Name on Entity { name }',
      data: { entity: { id: 'e1', name: 'One' } },
    },
    { query: '{ entity { id name extra } }', data: { entity: { id: 'e1', name: 'One', extra: 'extra e1' } } },
    {
      query: '{ entities { name extra } }',
      data: {
        entities: [
          { name: 'One', extra: 'extra e1' },
          { name: 'Two', extra: 'extra e2' },
        ],
      },
    },
    { query: '{ entity { id ... on Entity @skip(if: true) { description } } }', data: { entity: { id: 'e1' } } },
    { query: '{ entity { id ... on Entity @include(if: false) { description } } }', data: { entity: { id: 'e1' } } },
    {
      query: 'query ($no: Boolean = false) { entity { id ... @include(if: $no) { description } } }',
      data: { entity: { id: 'e1' } },
    },
    { query: '{ entity { ... { name } ... { extra } } }', data: { entity: { name: 'One', extra: 'extra e1' } } },
  ],
});
