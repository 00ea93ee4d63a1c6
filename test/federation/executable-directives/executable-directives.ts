import { behaviour } from '../support/behaviour.js';

/** A directive for operations that every subgraph defines; the gateway knows it, with its default. */
export default behaviour({
  subgraphs: Object.fromEntries(
    ['a', 'b'].map((name) => [
      name,
      {
        typeDefs: `
          directive @access(scope: Scope! = PUBLIC) on FIELD
          enum Scope { PUBLIC PRIVATE }
          type Query { ${name}: String }
        `,
        resolvers: { Query: { [name]: () => name } },
      },
    ]),
  ),
  cases: [
    { query: '{ a @access b @access }', data: { a: 'a', b: 'b' } },
    { query: '{ a @access(scope: PRIVATE) b }', data: { a: 'a', b: 'b' } },
    { query: '{ a @access(scope: NOWHERE) }', errors: true },
    { query: '{ a @unknown }', errors: true },
  ],
});
