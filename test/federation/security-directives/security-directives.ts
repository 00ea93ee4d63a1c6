import { behaviour } from '../support/behaviour.js';

/** Whoever cannot keep others away from a field must not serve it (`for: SECURITY` of the link specification). */
export default behaviour({
  refused: 'https://specs.apollo.dev/authenticated/v0.1',
  subgraphs: {
    a: { typeDefs: `type Query { open: String secret: String @authenticated }` },
  },
  cases: [],
});
