import { behaviour } from '../support/behaviour.js';

const subgraph = (name: string, scope: string) => ({
  typeDefs: `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@composeDirective"])
      @link(url: "https://specs.example.org/access/v1.0", import: ["@access"])
      @composeDirective(name: "@access")
    directive @access(${scope}) on FIELD
    enum Scope { PUBLIC PRIVATE }
    type Query { ${name}: String }
  `,
  resolvers: { Query: { [name]: () => name } },
});

/** A composed directive for operations that has a default in one subgraph only. */
export default behaviour({
  subgraphs: { a: subgraph('a', 'scope: Scope!'), b: subgraph('b', 'scope: Scope! = PUBLIC') },
  cases: [
    { query: '{ a @access b @access }', data: { a: 'a', b: 'b' } },
    { query: '{ a @access(scope: PRIVATE) b }', data: { a: 'a', b: 'b' } },
    { query: '{ a @access(scope: "PUBLIC") }', errors: true },
  ],
});
