import { behaviour } from '../support/behaviour.js';

/** The schema that clients see, alone and with data beside it. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { user: User hidden: Int @inaccessible }
        "Somebody."
        type User implements Named @key(fields: "id") { id: ID! name(short: Boolean = true): String old: Int @deprecated(reason: "gone") @shareable }
        interface Named { name(short: Boolean = true): String }
      `,
      resolvers: { Query: { user: () => ({ id: '1' }) }, User: { name: () => 'An' } },
    },
    b: {
      typeDefs: `
        type Mutation { go: Boolean }
        type User @key(fields: "id") { id: ID! tags: [Tag!]! }
        enum Tag { A B }
        input Unused { x: Int }
      `,
      resolvers: { User: { tags: () => ['A', 'B'] }, Mutation: { go: () => true } },
    },
  },
  cases: [
    {
      query: '{ __schema { queryType { name } mutationType { name } subscriptionType { name } } }',
      data: { __schema: { queryType: { name: 'Query' }, mutationType: { name: 'Mutation' }, subscriptionType: null } },
    },
    {
      query:
        '{ __type(name: "User") { kind name description interfaces { name } fields { name type { kind name ofType { kind name } } args { name defaultValue } } } }',
      data: {
        __type: {
          kind: 'OBJECT',
          name: 'User',
          description: 'Somebody.',
          interfaces: [{ name: 'Named' }],
          fields: [
            { name: 'id', type: { kind: 'NON_NULL', name: null, ofType: { kind: 'SCALAR', name: 'ID' } }, args: [] },
            {
              name: 'name',
              type: { kind: 'SCALAR', name: 'String', ofType: null },
              args: [{ name: 'short', defaultValue: 'true' }],
            },
            { name: 'tags', type: { kind: 'NON_NULL', name: null, ofType: { kind: 'LIST', name: null } }, args: [] },
          ],
        },
      },
    },
    {
      query: '{ __type(name: "User") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }',
      data: {
        __type: {
          fields: [
            { name: 'id', isDeprecated: false, deprecationReason: null },
            { name: 'name', isDeprecated: false, deprecationReason: null },
            { name: 'old', isDeprecated: true, deprecationReason: 'gone' },
            { name: 'tags', isDeprecated: false, deprecationReason: null },
          ],
        },
      },
    },
    {
      query:
        '{ kind: __typename user { id tags __typename } t: __type(name: "Tag") { enumValues { name } __typename } }',
      data: {
        kind: 'Query',
        user: { id: '1', tags: ['A', 'B'], __typename: 'User' },
        t: { enumValues: [{ name: 'A' }, { name: 'B' }], __typename: '__Type' },
      },
    },
    {
      query:
        'query ($name: String!, $with: Boolean!) { __type(name: $name) { name fields @include(if: $with) { name } } ...S @skip(if: $with) } fragment S on Query { __schema { queryType { name } } }',
      variables: { name: 'Mutation', with: true },
      data: { __type: { name: 'Mutation', fields: [{ name: 'go' }] } },
    },
    {
      query: '{ __type(name: "Nothing") { name } query: __type(name: "Query") { fields { name } } }',
      data: { __type: null, query: { fields: [{ name: 'user' }] } },
    },
    {
      query:
        '{ any: __type(name: "_Any") { name } entity: __type(name: "_Entity") { name } join: __type(name: "join__Graph") { name } federation: __type(name: "federation__FieldSet") { name } }',
      data: { any: null, entity: null, join: null, federation: null },
    },
    { query: 'mutation { __typename go }', data: { __typename: 'Mutation', go: true } },
    { query: '{ user { __schema { queryType { name } } } }', errors: true },
    { query: '{ _service { sdl } }', errors: true },
    { query: '{ _entities(representations: []) { __typename } }', errors: true },
  ],
});
