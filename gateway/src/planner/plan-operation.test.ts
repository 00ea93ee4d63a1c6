import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { type Operation, operationsOf } from '../operation/operation.js';
import type { EntityFetch } from '../plan/plan.js';
import { planOperation, TooMuchWork } from './plan-operation.js';
import { Supergraph } from '../supergraph/supergraph.js';

const shop = new Supergraph(String.raw`
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
`);

const off = () => false;

function plan(text: string, { supergraph = shop, isOverridden = off, maxSteps = 100_000 } = {}) {
  const operation = operationsOf(parse(text))[0] as Operation;
  return planOperation(supergraph, operation, { isOverridden, maxSteps }).fetches;
}

/** Each fetch as its subgraph, its text, and the fetches it waits for. */
const texts = (text: string, options = {}) =>
  plan(text, options).map(
    (fetch) => `${fetch.subgraph} ${fetch.text}${fetch.after.length ? ` after ${fetch.after.join()}` : ''}`,
  );

/** An entity fetch of one type at one path, as text. */
const entities = (subgraph: string, asked: string, after: number) =>
  `${subgraph} query($representations: [_Any!]!) { _entities(representations: $representations) { ${asked} } } after ${after}`;

describe('a plan', () => {
  test('asks each subgraph for what it has, and others by keys that have names of their own', () => {
    expect(texts('{ products { label code: upc } }')).toEqual([
      'stock { products { code: upc } }',
      entities('post', '... on Product { _key_code: code }', 0),
      entities('labels', '... on Product { label }', 1),
    ]);
    const [, post] = plan('{ products { label code: upc } }');
    expect((post as EntityFetch).entities).toMatchObject([
      {
        paths: [[{ field: 'products' }, '@', { types: ['Product'] }]],
        types: [{ type: 'Product', as: 'Product', inputs: [{ name: 'upc', source: 'code', inputs: [] }] }],
        keys: ['_key_code'],
      },
    ]);
  });

  test('uses names that no key of the caller begins with', () => {
    expect(texts('{ products { label _key_upc: label } }')[0]).toBe('stock { products { _x_key_upc: upc } }');
    expect(texts('{ products { label _x_: label _a: label } }')[0]).toBe('stock { products { _xx_key_upc: upc } }');
  });

  test('asks for what differs in its arguments apart', () => {
    const [first, ...others] = texts('{ products { isDear isDearInEuro } }');
    expect(first).toBe(
      'stock { products { _need1_category: category { average(currency: "USD") } _key_upc: upc _need2_category: category { average(currency: "EUR") } } }',
    );
    expect(others).toHaveLength(1);
    expect(others[0]).toMatch(/_e0: .*{ isDear } } _e1: .*{ isDearInEuro } } } after 0$/);
  });

  test('takes what the caller asks for anyway for an input', () => {
    expect(texts('{ products { postage price(currency: "USD") upc } }')).toEqual([
      'stock { products { price(currency: "USD") upc } }',
      entities('post', '... on Product { postage }', 0),
    ]);
    expect(texts('{ products { postage price(currency: "VND") } }')[0]).toBe(
      'stock { products { price(currency: "VND") _need1_price: price(currency: "USD") _key_upc: upc } }',
    );
  });

  test('asks the subgraph that an override leaves in charge', () => {
    const asked = (isOn: boolean) => plan('{ products { moved } }', { isOverridden: () => isOn }).at(-1)?.subgraph;
    expect([asked(false), asked(true)]).toEqual(['stock', 'post']);
  });

  test('asks for nothing of types that callers must not know of but which they are', () => {
    expect(texts('{ anything { ... on Product { upc } } }')).toEqual([
      'stock { anything { __typename ... on Product { upc } } }',
    ]);
  });

  test('asks for objects of several types at once', () => {
    expect(texts('{ anything { ... on Product { old } ... on Shelf { moves } } }')).toEqual([
      'stock { anything { __typename ... on Product { _key_upc: upc } ... on Shelf { _key_number: number } } }',
      entities('post', '... on Product { old } ... on Shelf { moves }', 0),
    ]);
  });

  test('asks an interface for what all of its types have, and does not ask which they are where that is all', () => {
    expect(texts('{ item { id } }')).toEqual(['labels { item { __typename id } }']);
    expect(texts('{ item { id ... on Book { title } } }')).toEqual([
      'labels { item { __typename id } }',
      entities('items', '... on Item { __typename ... on Book { title } }', 0),
    ]);
  });

  test('is there for what can be reached', () => {
    const supergraph = new Supergraph(`
      schema { query: Query }
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type Query @join__type(graph: A) @join__type(graph: B) { thing: Thing @join__field(graph: A) }
      type Thing @join__type(graph: A, key: "id") @join__type(graph: B, key: "id", resolvable: false) {
        id: ID!
        name: String @join__field(graph: B)
      }
    `);
    expect(() => plan('{ thing { name } }', { supergraph })).toThrow('No way was found to Query.thing.');
  });

  test('is given up where it takes more work than it may', () => {
    const many = Array.from({ length: 50 }, (_, index) => `a${index}: upc`).join(' ');
    expect(() => plan(`{ products { ${many} } }`, { maxSteps: 50 })).toThrow(TooMuchWork);
    expect(plan(`{ products { ${many} } }`, { maxSteps: 200 })).toHaveLength(1);
  });
});

describe('conditions', () => {
  test('stand in the fetches, and say when one is sent', () => {
    const on = '$on: Boolean!';
    expect(texts(`query (${on}) { products { upc @include(if: $on) old @skip(if: $on) } }`)).toEqual([
      `stock query(${on}) { products { upc @include(if: $on) _key_upc: upc @skip(if: $on) } }`,
      entities('post', '... on Product { old }', 0),
    ]);
    const [, old] = plan(`query (${on}) { products { upc @include(if: $on) old @skip(if: $on) } }`);
    expect(old).toMatchObject({ guard: [['!on']], variables: [] });
  });

  test('of an object are not told of what is below it', () => {
    expect(
      texts(
        'query ($on: Boolean!) { part @include(if: $on) { height @include(if: $on) } item @skip(if: $on) { id @include(if: $on) } }',
      ),
    ).toEqual(['post { part { height } }', 'labels { item { __typename } }']);
  });

  test('of one field in several places are told where any suffices', () => {
    expect(
      texts('query ($a: Boolean!, $b: Boolean!) { products { upc @include(if: $a) ... @skip(if: $b) { upc } } }'),
    ).toEqual(['stock query($a: Boolean!, $b: Boolean!) { products { upc @include(if: $a) upc @skip(if: $b) } }']);
    expect(texts('query ($a: Boolean!) { products { upc @include(if: $a) ... @skip(if: $a) { upc } } }')).toEqual([
      'stock { products { upc } }',
    ]);
  });

  test('of fragments within fragments all hold', () => {
    expect(
      texts(
        'query ($a: Boolean!, $b: Boolean!) { products { ... @include(if: $a) { ... @include(if: $b) { upc } } } }',
      ),
    ).toEqual([
      'stock query($a: Boolean!, $b: Boolean!) { products { ... @include(if: $b) { upc @include(if: $a) } } }',
    ]);
  });

  test('of 32 variables make one plan', () => {
    const names = Array.from({ length: 32 }, (_, index) => `$v${index}`);
    const fields = names.map((name, index) => `a${index}: old @skip(if: ${name})`);
    const fetches = plan(
      `query (${names.map((name) => `${name}: Boolean!`).join(' ')}) { products { ${fields.join(' ')} } }`,
    );
    expect(fetches.map(({ subgraph }) => subgraph)).toEqual(['stock', 'post']);
    expect(fetches[1]?.guard).toHaveLength(32);
    expect(fetches[1]?.text.match(/@skip/g)).toHaveLength(32);
  });
});

describe('mutations', () => {
  test('have their answer before the next takes effect', () => {
    expect(
      plan('mutation { sell { postage } send { old } buy { upc } }').map(({ subgraph, kind, after }) => [
        subgraph,
        kind,
        after,
      ]),
    ).toEqual([
      ['stock', 'mutation', []],
      ['post', 'entities', [0]],
      ['post', 'mutation', [1]],
      ['stock', 'mutation', [2]],
    ]);
  });

  test('that one subgraph answers alone are one request, in their order', () => {
    expect(texts('mutation { b: sell { upc } a: buy { upc } }')).toEqual([
      'stock mutation { b: sell { upc } a: buy { upc } }',
    ]);
  });

  test('take effect where their conditions leave them in first', () => {
    const text = 'mutation ($on: Boolean!) { a: sell @include(if: $on) { upc } b: buy { upc } a: sell { upc } }';
    expect(plan(text).map(({ text: asked, guard, after }) => [asked, guard, after])).toEqual([
      ['mutation($on: Boolean!) { a: sell @include(if: $on) { upc } b: buy { upc } }', [[]], []],
      ['mutation { a: sell { upc } }', [['!on']], [0]],
    ]);
  });
});

describe('deferred fragments', () => {
  const part = (label: string, selection: string) => `... @defer(label: "${label}") { ${selection} }`;

  test('have fetches of their own', () => {
    const fetches = plan(
      `{ products { upc ${part('late', 'old upc')} } part { width } ${part('root', 'item { id }')} }`,
    );
    expect(fetches.map(({ subgraph, part: label, after }) => [subgraph, label, after])).toEqual([
      ['stock', undefined, []],
      ['labels', 'root', []],
      ['post', 'late', [0]],
    ]);
    expect(fetches[0]?.text).toBe('{ products { upc } part { width } }');
  });

  test('within others come after these, and ask nothing again', () => {
    const fetches = plan(`{ products { ${part('one', `old ${part('two', 'label old')}`)} } }`);
    expect(fetches.map(({ subgraph, part: label, after }) => [subgraph, label, after])).toEqual([
      ['stock', undefined, []],
      ['post', 'one', [0]],
      ['labels', 'two', [1]],
    ]);
  });

  test('that cannot be asked apart come with what they stand in', () => {
    const supergraph = new Supergraph(`
      schema { query: Query }
      enum join__Graph { A @join__graph(name: "a", url: "") }
      type Query @join__type(graph: A) { thing: Thing }
      type Thing @join__type(graph: A) { name: String more: String }
    `);
    expect(texts(`{ thing { name ${part('late', 'more')} } }`, { supergraph })).toEqual(['a { thing { name more } }']);
  });
});

describe('arguments from the context', () => {
  const supergraph = new Supergraph(`
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
    `);

  test('are taken from the nearest object above, once that is known', () => {
    const fetches = plan('query ($context1: Int) { accounts { boss { orders { total id @include(if: true) } } } }', {
      supergraph,
    });
    expect(fetches.map(({ subgraph, after }) => [subgraph, after])).toEqual([
      ['a', []],
      ['b', [0]],
      ['a', [1]],
    ]);
    expect(fetches[2]).toMatchObject({
      text: expect.stringContaining(
        '$context1_: String) { _entities(representations: $representations) { ... on Order { total(in: $context1_) } } }',
      ),
      variables: ['context1_'],
      context: [{ variable: 'context1_', up: 1, path: ['_need2_currency'] }],
    });
  });
});
