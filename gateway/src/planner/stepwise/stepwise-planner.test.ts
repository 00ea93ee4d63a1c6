import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { planChecker } from '../check/plan-checker.js';
import { SupergraphTypes } from '../subgraph-types.js';
import { fetchesOf } from '../plan-fetches.js';
import type { PlanNode, QueryPlan } from '../planner.js';
import { stepwisePlanner } from './stepwise-planner.js';

const shop = new SupergraphTypes(
  parse(String.raw`
  schema { query: Query mutation: Mutation }
  enum join__Graph {
    ITEMS @join__graph(name: "items", url: "") LABELS @join__graph(name: "labels", url: "")
    POST @join__graph(name: "post", url: "") STOCK @join__graph(name: "stock", url: "")
  }
  type Query @join__type(graph: ITEMS) @join__type(graph: LABELS) @join__type(graph: POST) @join__type(graph: STOCK) {
    products: [Product!] @join__field(graph: STOCK)
    anything: Thing @join__field(graph: STOCK)
    part: Part @join__field(graph: POST) @join__field(graph: STOCK)
    item: Item @join__field(graph: LABELS)
  }
  type Mutation @join__type(graph: POST) @join__type(graph: STOCK) {
    send: Product @join__field(graph: POST)
    sell: Product @join__field(graph: STOCK)
    buy: Product @join__field(graph: STOCK)
  }
  type Product
    @join__type(graph: LABELS, key: "code") @join__type(graph: POST, key: "upc") @join__type(graph: POST, key: "code")
    @join__type(graph: STOCK, key: "upc") {
    upc: ID! @join__field(graph: POST) @join__field(graph: STOCK)
    code: String! @join__field(graph: LABELS) @join__field(graph: POST)
    label: String @join__field(graph: LABELS)
    price(currency: String!): Int @join__field(graph: POST, external: true) @join__field(graph: STOCK)
    category: Category @join__field(graph: POST, external: true) @join__field(graph: STOCK)
    postage: Int @join__field(graph: POST, requires: "price(currency: \"USD\")")
    isDear: Boolean @join__field(graph: POST, requires: "category { average(currency: \"USD\") }")
    isDearInEuro: Boolean @join__field(graph: POST, requires: "category { average(currency: \"EUR\") }")
    old: String @join__field(graph: POST, override: "stock")
    moved: String @join__field(graph: POST, override: "stock", overrideLabel: "percent(50)")
      @join__field(graph: STOCK, overrideLabel: "percent(50)")
  }
  type Category @join__type(graph: POST) @join__type(graph: STOCK) {
    average(currency: String!): Int @join__field(graph: POST, external: true) @join__field(graph: STOCK)
  }
  type Part @join__type(graph: POST) @join__type(graph: STOCK) {
    height: Int @join__field(graph: POST)
    width: Int @join__field(graph: STOCK)
  }
  type Secret @join__type(graph: STOCK, key: "id") @inaccessible { id: ID! }
  type Shelf @join__type(graph: POST, key: "number") @join__type(graph: STOCK, key: "number") {
    number: Int!
    moves: String @join__field(graph: POST)
  }
  union Thing @join__type(graph: STOCK) @join__unionMember(graph: STOCK, member: "Product")
    @join__unionMember(graph: STOCK, member: "Shelf") @join__unionMember(graph: STOCK, member: "Secret")
    = Product | Shelf | Secret
  interface Item @join__type(graph: ITEMS, key: "id") @join__type(graph: LABELS, key: "id", isInterfaceObject: true) {
    id: ID!
    tag: String @join__field(graph: LABELS)
  }
  type Book implements Item @join__implements(graph: ITEMS, interface: "Item") @join__type(graph: ITEMS, key: "id") {
    id: ID! title: String tag: String @join__field
  }
  type Song implements Item @join__implements(graph: ITEMS, interface: "Item") @join__type(graph: ITEMS, key: "id") {
    id: ID! title: String! tag: String @join__field
  }
`),
);

const plan = stepwisePlanner(shop);
const check = planChecker(shop);
const off = () => false;

/** Every fetch of a plan, in its order. */
const fetches = (node: PlanNode | undefined) =>
  (node ? fetchesOf(node) : []).map(({ fetch }) => `${fetch.serviceName}: ${fetch.operation}`);

describe('nothing is to be said against the plan of', () => {
  test.each([
    '{ products { upc price(currency: "VND") } }',
    '{ products { price(currency: "VND") postage isDear isDearInEuro category { average(currency: "VND") } } }',
    '{ products { label upc: label code: old moved } }',
    '{ anything { __typename ... on Product { label key: upc } ... on Shelf { key: moves number } } }',
    '{ anything { ... on Product { label } ... on Shelf { label: number } } }',
    '{ part { width height } }',
    '{ item { tag } }',
    '{ item { id ... on Book { tag title } ... on Song { title: tag } } }',
    'query ($on: Boolean!, $currency: String!) { products @include(if: $on) { postage @skip(if: $on) price(currency: $currency) } }',
    'query ($on: Boolean!) { products { ...P @include(if: $on) } } fragment P on Product { isDear postage }',
    'mutation { sell { postage } send { old } buy { isDear } }',
  ])('%s', async (operation) => {
    const made = await plan(operation, off);
    expect(made.node).toBeDefined();
    expect(check(operation, made, off)).toEqual({ wrong: [], needless: [] });
  });
});

describe('a plan', () => {
  const planned = async (operation: string, isOverridden = off) => fetches((await plan(operation, isOverridden)).node);

  test('asks for what differs in its arguments apart', async () => {
    const [first, ...others] = await planned('{ products { isDear isDearInEuro } }');
    expect(first).toContain('_need1_category: category { __typename average(currency: "USD") }');
    expect(first).toContain('_need2_category: category { __typename average(currency: "EUR") }');
    expect(others).toHaveLength(2);
  });

  test('goes from key to key', async () => {
    expect((await planned('{ products { label } }')).map((fetch) => fetch.split(':')[0])).toEqual([
      ...['stock', 'post', 'labels'],
    ]);
  });

  test('asks the subgraph that an override leaves in charge', async () => {
    const asked = async (isOn: boolean) => (await planned('{ products { moved } }', () => isOn)).at(-1)?.split(':')[0];
    expect([await asked(false), await asked(true)]).toEqual(['stock', 'post']);
  });

  test('lets one mutation be answered before the next', async () => {
    const asked = await planned('mutation { sell { postage } send { old } buy { upc } }');
    expect(asked.map((fetch) => fetch.slice(0, 15))).toEqual([
      ...['stock: mutation', 'post: query($re', 'post: mutation ', 'stock: mutation'],
    ]);
  });

  test('asks for nothing of types that clients must not know of but which they are', async () => {
    expect(await planned('{ anything { ... on Product { upc } } }')).toEqual([
      expect.stringContaining('... on Secret { __typename  }'),
    ]);
  });

  test('is there for few enough conditions', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `$v${index}`);
    const fields = names.map((name, index) => `a${index}: upc @skip(if: ${name})`);
    const operation = `query (${names.map((name) => `${name}: Boolean!`).join(', ')}) { products { ${fields.join(' ')} } }`;
    await expect(plan(operation, off)).rejects.toThrow('at most 256 combinations of conditions');
  });

  test('is there for what can be reached', async () => {
    const unreachable = new SupergraphTypes(
      parse(`
      schema { query: Query }
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type Query @join__type(graph: A) @join__type(graph: B) { thing: Thing @join__field(graph: A) }
      type Thing @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", resolvable: false) {
        id: ID!
        name: String @join__field(graph: B)
      }
    `),
    );
    await expect(stepwisePlanner(unreachable)('{ thing { name } }', off)).rejects.toThrow(
      'No way was found to Query.thing.',
    );
  });
});

describe('arguments from the context', () => {
  const accounts = new SupergraphTypes(
    parse(`
      schema @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY) { query: Query }
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type Query @join__type(graph: A) @join__type(graph: B) { accounts: [Account] @join__field(graph: A) }
      type Account @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @context(name: "a__account") {
        id: ID!
        currency: String @join__field(graph: B)
        boss: Account @join__field(graph: A)
        orders: [Order] @join__field(graph: A)
      }
      type Order @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
        id: ID!
        total: String @join__field(graph: A, contextArguments: [
          { context: "a__account", name: "in", type: "String", selection: " { currency }" }])
      }
    `),
  );
  const checkAccounts = planChecker(accounts);
  const text = '{ accounts { boss { orders { total } } } }';

  test('are taken from the nearest object above, once that is known', async () => {
    const made = await stepwisePlanner(accounts)(text, off);
    expect(checkAccounts(text, made, off)).toEqual({ wrong: [], needless: [] });
    const [first, second, third] = fetches(made.node);
    expect(first).not.toContain('total');
    expect(second).toMatch(/^b: .*currency/);
    expect(third).toMatch(/^a: .*total\(in: \$contextualArgument/);
  });

  test('are missed where they are not given, or not from the nearest', async () => {
    const missing = 'a is asked for Order.total without what the context has for its arguments';
    const node = { kind: 'Fetch', serviceName: 'a', operation: '{accounts{boss{orders{total}}}}' } as const;
    expect(checkAccounts(text, { kind: 'QueryPlan', node }, off).wrong).toContain(missing);
    const made = JSON.stringify(await stepwisePlanner(accounts)(text, off));
    const fromAnother = JSON.parse(made.replace('"up":1', '"up":2')) as QueryPlan;
    expect(checkAccounts(text, fromAnother, off).wrong).toContain(missing);
  });
});
