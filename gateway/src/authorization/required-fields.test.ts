import { describe, expect, test } from '@jest/globals';
import { SupergraphError } from '../errors/supergraph-error.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { requirementsOf } from './requirements.js';

const read = (sdl: string) => requirementsOf(readSupergraph(sdl));

const demand = '@requiresScopes(scopes: [["records:read"]])';

/** @param field a field of orders. */
const supergraph = (field: string) => `
  schema
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY) { query: Query }
  enum join__Graph { A @join__graph(name: "orders", url: "http://a/") }
  type Query @join__type(graph: A) { account: Account }
  type Account @join__type(graph: A, key: "id") @context(name: "orders__account") {
    id: ID!
    name: String ${demand}
    orders: [Order]
  }
  type Order @join__type(graph: A, key: "id") { id: ID! own: String ${demand} ${field} }`;

const refusal = (what: string) =>
  new SupergraphError(
    `Order.label of the subgraph orders requires ${what}, which demands ${demand}: expected Order.label to demand it too`,
  );

describe.each([
  ['requires', 'label: String @join__field(graph: A, requires: "own")', 'Order.own'],
  [
    'takes from the context',
    `label: String @join__field(graph: A, contextArguments: [
      { name: "of", type: "String", context: "orders__account", selection: "{ name }" }])`,
    'Account.name',
  ],
])('a field that %s what not all may see', (_, field, what) => {
  test('is refused where it demands less', () => {
    expect(() => read(supergraph(field))).toThrow(refusal(what));
  });

  test('is served where it demands the same', () => {
    expect(() => read(supergraph(`${field} ${demand}`))).not.toThrow();
  });
});
