import { behaviour } from '../support/behaviour.js';

/** A subgraph that only points at entities must not be asked for them. */
export default behaviour({
  subgraphs: {
    links: {
      typeDefs: `
        type Query { links: [Link!]! }
        type Link { page: Page! }
        type Page @key(fields: "url", resolvable: false) { url: ID! }
      `,
      resolvers: { Query: { links: () => [{ page: { url: '/a' } }, { page: { url: '/b' } }] } },
    },
    pages: {
      typeDefs: `
        type Query { home: Page }
        type Page @key(fields: "url") { url: ID! title: String }
      `,
      resolvers: {
        Query: { home: () => ({ url: '/', title: 'Home' }) },
        Page: { __resolveReference: ({ url }) => ({ url, title: `Title of ${url}` }) },
      },
    },
    visits: {
      typeDefs: `type Page @key(fields: "url") { url: ID! visits: Int }`,
      resolvers: { Page: { __resolveReference: ({ url }) => ({ url, visits: url.length }) } },
    },
  },
  cases: [
    {
      query: '{ links { page { title visits } } home { url title visits } }',
      data: {
        links: [{ page: { title: 'Title of /a', visits: 2 } }, { page: { title: 'Title of /b', visits: 2 } }],
        home: { url: '/', title: 'Home', visits: 1 },
      },
    },
  ],
});
