import { behaviour } from '../support/behaviour.js';

const subgraph = (name: string, scope: string) => ({
  typeDefs: `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@composeDirective"])
      @link(url: "https://example.org/access/v1.0", import: ["@access"])
      @composeDirective(name: "@access")
    directive @access(scope: ${scope}) on FIELD
    enum Scope { PUBLIC PRIVATE }
    type Query { ${name}: String }
  `,
  resolvers: { Query: { [name]: () => name } },
});

/** A directive of an own specification for operations: a default that one subgraph gives holds in the graph. */
export default behaviour({
  subgraphs: { a: subgraph('a', 'Scope!'), b: subgraph('b', 'Scope! = PUBLIC') },
  cases: [
    { query: '{ a @access b @access }', data: { a: 'a', b: 'b' } },
    { query: 'query ($scope: Scope!) { a @access(scope: $scope) }', variables: { scope: 'PRIVATE' }, data: { a: 'a' } },
    { query: '{ a @access(scope: null) }', errors: true },
  ],
});
