import { behaviour } from '../support/behaviour.js';

const files = [
  { __typename: 'Photo', path: '/1', bytes: 10, width: 640 },
  { __typename: 'Song', path: '/2', bytes: 20, seconds: 180 },
];
const find = (path: string) => files.find((file) => file.path === path);

/** An interface with a key: its values are found by `_entities` without knowing what they are. */
export default behaviour({
  subgraphs: {
    files: {
      typeDefs: `
        type Query { files: [File!]! }
        interface File @key(fields: "path") { path: ID! bytes: Int! }
        type Photo implements File @key(fields: "path") { path: ID! bytes: Int! width: Int }
        type Song implements File @key(fields: "path") { path: ID! bytes: Int! seconds: Int }
      `,
      resolvers: {
        Query: { files: () => files },
        File: { __resolveReference: ({ path }) => find(path) },
        Photo: { __resolveReference: ({ path }) => find(path) },
        Song: { __resolveReference: ({ path }) => find(path) },
      },
    },
    links: {
      typeDefs: `
        type Query { links: [Link] }
        type Link { to: File from: [File] }
        type File @key(fields: "path") @interfaceObject { path: ID! shared: Boolean owner: Owner }
        type Owner @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          links: () => [
            { to: { path: '/2' }, from: [{ path: '/1' }, null, { path: '/2' }] },
            { to: null, from: null },
          ],
        },
        File: { shared: ({ path }) => path === '/1', owner: () => ({ id: 'o' }) },
      },
    },
    owners: {
      typeDefs: `type Owner @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Owner: { name: () => 'Owner' } },
    },
  },
  cases: [
    {
      query: '{ files { path shared } }',
      data: {
        files: [
          { path: '/1', shared: true },
          { path: '/2', shared: false },
        ],
      },
    },
    {
      query:
        '{ links { to { bytes shared ... on Song { seconds } } from { __typename ... on Photo { width } owner { name } } } }',
      data: {
        links: [
          {
            to: { bytes: 20, shared: false, seconds: 180 },
            from: [
              { __typename: 'Photo', width: 640, owner: { name: 'Owner' } },
              null,
              { __typename: 'Song', owner: { name: 'Owner' } },
            ],
          },
          { to: null, from: null },
        ],
      },
    },
    {
      query: '{ files { ... on Photo { owner { name } } ... on Song { shared } } }',
      data: { files: [{ owner: { name: 'Owner' } }, { shared: false }] },
    },
    {
      query: '{ files { ...F } } fragment F on File { ... on Song { owner { id name } } bytes }',
      data: { files: [{ bytes: 10 }, { owner: { id: 'o', name: 'Owner' }, bytes: 20 }] },
    },
  ],
});
