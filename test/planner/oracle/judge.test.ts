import { composeServices } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { typeDefs } from '../../federation/support/subgraphs.js';
import type { ContextInput, Fetch, Input, Place } from '../plan.js';
import { type Judgement, judgeOf } from './judge.js';

const subgraphs = {
  a: `
    type Query {
      me: User
      being: Being
      entry: Entry
      either: Either
      shared: Entry @shareable
      place: Place
      given: Post @provides(fields: "text")
      bare: Post
      secret: Secretive
    }
    type Mutation { set(to: Int): User again: User }
    type Subscription { changed: User }
    interface Being @key(fields: "id") { id: ID! }
    interface Place { id: ID! }
    union Entry = Note | OnlyA
    union Either = Note | OnlyA
    interface Secretive { id: ID! }
    type Hidden implements Secretive @inaccessible { id: ID! }
    type Seen implements Secretive { id: ID! }
    type User @key(fields: "id") {
      id: ID! name(length: Int = 3): String age: Int friend: User moved: Int home: Home! posts: [Post!]!
    }
    type Home { street: String! floor: Int }
    type Note { text: String @shareable }
    type OnlyA { a: Int }
    type Robot implements Being @key(fields: "id") { id: ID! serial: Int }
    type Human implements Being @key(fields: "id") { id: ID! serial: String }
    type Post @key(fields: "id") { id: ID! text: String @external }
    type Shop implements Place @key(fields: "id") @context(name: "shop") { id: ID! currency: String name: String goods: [Good!]! }
    type Good @key(fields: "id") { id: ID! price(in: String @fromContext(field: "$shop { currency }")): Int }
  `,
  b: `
    type Query { shared: Entry @shareable }
    type Mutation { other: User }
    union Entry = Note | OnlyB
    type Note { text: String @shareable }
    type OnlyB { b: Int }
    type User @key(fields: "id") {
      id: ID! age: Int @external home: Home! @external mail: String
      adult: Boolean @requires(fields: "age")
      label: String @requires(fields: "home { street floor }")
      moved: Int @override(from: "a", label: "move")
    }
    type Home { street: String! @external floor: Int @external }
    type Being @key(fields: "id") @interfaceObject { id: ID! score: Int }
    type Post @key(fields: "id") { id: ID! text: String @shareable }
    type Robot2 @key(fields: "id", resolvable: false) { id: ID! }
    type Good @key(fields: "id") { id: ID! left: Int }
  `,
  c: `
    type Query { top: Being }
    type Being @key(fields: "id") @interfaceObject { id: ID! rank: Int }
    type User @key(fields: "id", resolvable: false) { id: ID! }
  `,
};

const { supergraphSdl, errors } = composeServices(
  Object.entries(subgraphs).map(([name, text]) => ({
    ...{ name, url: `http://${name}.test`, typeDefs: typeDefs({ typeDefs: text }) },
  })),
);
if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
const judge = judgeOf(supergraphSdl);

/** A part of a plan's fetch that matters. */
type Given = Partial<Omit<Fetch, 'operation' | 'place'>> & { readonly context?: readonly ContextInput[] };

let fetchCount = 0;

/** A fetch of fields of a root. */
function root(subgraph: string, operation: string, given: Given = {}): Fetch {
  const [kind = 'query'] = /^(?:query|mutation|subscription)/.exec(operation) ?? [];
  return {
    ...{ id: `auto ${(fetchCount += 1)}`, subgraph, operation: parse(operation), kind: kind as Fetch['kind'] },
    ...{ lookups: [], place: [], context: [], renames: [], after: [], guard: [] },
    ...given,
  };
}

const steps = (path: string): Place =>
  path.split('.').map((step) => (step.startsWith('|') ? { types: [step.slice(1)] } : { key: step }));

/** An input such as `id`, `home.street`, or `id<key` where the data has it under another key. */
function input(text: string): Input {
  const [path = '', from] = text.split('<');
  const [name = '', ...below] = path.split('.');
  return { on: [], name, from: from ?? name, below: below.length > 0 ? [input(below.join('.'))] : [] };
}

/** A fetch of fields of entities: of `User` where the selection names no other type. */
function lookup(subgraph: string, path: string, fields: string, inputs: readonly string[], given: Given = {}): Fetch {
  const variables = (given.context ?? []).map(({ variable }) => `, $${variable}: String`).join('');
  const selection = fields.startsWith('...') ? fields : `... on User { ${fields} }`;
  const text = `query ($representations: [_Any!]!${variables}) { _entities(representations: $representations) { ${selection} } }`;
  const place = steps(path);
  const typenames = subgraph !== 'a' && path.includes('being') ? [{ types: ['Being'], name: 'Being' }] : [];
  return root(subgraph, text, {
    after: ['first'],
    lookups: [{ key: '_entities', places: [place], inputs: inputs.map(input), typenames, renames: [] }],
    ...given,
  });
}

const first = { id: 'first' };

/** What the oracle says of a plan. */
function judged(operation: string, fetches: readonly Fetch[], on: readonly string[] = []): Judgement {
  return judge({ document: parse(operation), isOn: (label) => on.includes(label) }, { fetches });
}

const deferred = '{ me { name ... @defer(label: "later") { mail } } }';
const context = (up: number, key = 'currency'): Given => ({ context: [{ variable: 'c', up, path: steps(key) }] });
const good = (given: Given) => lookup('a', 'place.goods', '... on Good { price(in: $c) }', ['id'], given);
const goods = '{ place { ... on Shop { goods { price } } } }';
const shop = root('a', '{ place { __typename ... on Shop { currency name goods { __typename id } } } }', first);

describe('a sound plan', () => {
  test.each<readonly [string, readonly Fetch[], (readonly string[])?]>([
    ['{ me { name } }', [root('a', '{ me { name } }')]],
    ['{ me { n: name(length: 5) name(length: 3) } }', [root('a', '{ me { n: name(length: 5) name } }')]],
    ['{ me { mail } }', [root('a', '{ me { __typename id } }', first), lookup('b', 'me', 'mail', ['id'])]],
    [
      '{ me { adult label } }',
      [
        root('a', '{ me { __typename id age k: home { street floor } } }', first),
        lookup('b', 'me', 'adult label', ['id', 'age', 'home.street<k', 'home.floor<k']),
      ],
    ],
    ['{ given { text } }', [root('a', '{ given { text } }')]],
    ['{ me { moved } }', [root('a', '{ me { moved } }')]],
    ['{ me { moved } }', [root('a', '{ me { __typename id } }', first), lookup('b', 'me', 'moved', ['id'])], ['move']],
    ['{ being { id } }', [root('a', '{ being { id } }')]],
    [
      '{ being { ... on Robot { score } } }',
      [
        root('a', '{ being { __typename ... on Robot { id } } }', first),
        lookup('b', 'being.|Robot', '... on Being { score }', ['id']),
      ],
    ],
    [
      '{ top { __typename rank } }',
      [root('c', '{ top { __typename id rank } }', first), lookup('a', 'top', '... on Being { __typename }', ['id'])],
    ],
    [
      '{ entry { ... on Note { text } ... on OnlyA { a } } }',
      [root('a', '{ entry { __typename ... on Note { text } ... on OnlyA { a } } }')],
    ],
    [
      '{ shared { ... on Note { text } ... on OnlyA { a } } }',
      [root('b', '{ shared { __typename ... on Note { text } } }')],
    ],
    ['{ secret { id } }', [root('a', '{ secret { __typename id } }')]],
    [goods, [shop, good(context(1))]],
    [
      'query ($x: Boolean!) { me { name @include(if: $x) mail @skip(if: $x) } }',
      [
        root('a', 'query ($x: Boolean!) { me { name @include(if: $x) __typename id } }', first),
        lookup('b', 'me', 'mail', ['id'], { guard: [{ variable: 'x', is: false }] }),
      ],
    ],
    [
      'mutation { set { mail } again { id } }',
      [
        root('a', 'mutation { set { __typename id } }', first),
        lookup('b', 'set', 'mail', ['id'], { id: 'mail' }),
        root('a', 'mutation { again { id } }', { after: ['mail'] }),
      ],
    ],
    ['mutation { set { id } again { id } }', [root('a', 'mutation { set { id } again { id } }')]],
    [
      'subscription { changed { mail } }',
      [root('a', 'subscription { changed { __typename id } }', first), lookup('b', 'changed', 'mail', ['id'])],
    ],
    [
      deferred,
      [root('a', '{ me { __typename id name } }', first), lookup('b', 'me', 'mail', ['id'], { deferred: 'later' })],
    ],
    ['{ me { id: name } }', [root('a', '{ me { id x: name } }', { renames: [{ path: steps('me.x'), to: 'id' }] })]],
  ])('%s', (operation, fetches, ...[on]) => {
    const { wrong, needless } = judged(operation, fetches, on);
    expect({ wrong, needless }).toEqual({ wrong: [], needless: [] });
  });
});

describe('it finds', () => {
  test.each<readonly [string, string, readonly Fetch[], RegExp, (readonly string[])?]>([
    [
      'a field that no fetch asks for',
      '{ me { name id } }',
      [root('a', '{ me { name } }')],
      /^User.id as id: it is not asked for$/,
    ],
    ['other arguments', '{ me { name(length: 4) } }', [root('a', '{ me { name } }')], /other arguments/],
    [
      'another field under the key',
      '{ me { name } }',
      [root('a', '{ me { name: id } }')],
      /User.name as name: it has id/,
    ],
    [
      'two values under one key',
      '{ me { mail } }',
      [root('a', '{ me { __typename id mail: name } }', first), lookup('b', 'me', 'mail', ['id'])],
      /mail of User is given two values/,
    ],
    [
      'a fetch that does not wait for its key',
      '{ me { mail } }',
      [root('a', '{ me { __typename id } }', first), lookup('b', 'me', 'mail', ['id'], { after: [] })],
      /User.mail as mail: it is not asked for/,
    ],
    [
      'a fetch without its key',
      '{ me { mail } }',
      [root('a', '{ me { __typename } }', first), lookup('b', 'me', 'mail', ['id'])],
      /mail: it is not asked for/,
    ],
    [
      'a key with the value of another field',
      '{ me { mail } }',
      [root('a', '{ me { __typename id: name } }', first), lookup('b', 'me', 'mail', ['id'])],
      /mail: it is not asked for/,
    ],
    [
      'the key of another object',
      '{ me { friend { mail } } }',
      [root('a', '{ me { __typename id friend { id } } }', first), lookup('b', 'me', 'mail', ['id'])],
      /User.mail as mail: it is not asked for/,
    ],
    [
      'a subgraph that has no such key',
      '{ me { mail } }',
      [root('a', '{ me { __typename name } }', first), lookup('b', 'me', 'mail', ['name'])],
      /mail: it is not asked for/,
    ],
    [
      'a key by which the subgraph cannot be asked',
      '{ me { id } }',
      [root('a', '{ me { __typename k: id } }', first), lookup('c', 'me', 'id', ['id<k'])],
      /User.id as id: it is not asked for/,
    ],
    [
      'what is required and not sent',
      '{ me { adult } }',
      [root('a', '{ me { __typename id age } }', first), lookup('b', 'me', 'adult', ['id'])],
      /b is asked for User.adult without what it requires/,
    ],
    [
      'what is required and only partly sent',
      '{ me { label } }',
      [root('a', '{ me { __typename id home { floor } } }', first), lookup('b', 'me', 'label', ['id', 'home.floor'])],
      /b is asked for User.label without what it requires/,
    ],
    [
      'what is external',
      '{ me { age } }',
      [root('a', '{ me { __typename id } }', first), lookup('b', 'me', 'age', ['id'])],
      /b does not answer User.age: it is external/,
    ],
    [
      'what is provided on another way',
      '{ bare { text } }',
      [root('a', '{ bare { text } }')],
      /a does not answer Post.text: it is external/,
    ],
    [
      'a field that another subgraph has taken over',
      '{ me { moved } }',
      [root('a', '{ me { moved } }')],
      /a does not answer User.moved as the label move stands/,
      ['move'],
    ],
    [
      'a field that it has not taken over yet',
      '{ me { moved } }',
      [root('a', '{ me { __typename id } }', first), lookup('b', 'me', 'moved', ['id'])],
      /b does not answer User.moved as the label move stands/,
    ],
    [
      'a field that a subgraph does not have',
      '{ me { mail } }',
      [root('a', '{ me { mail } }')],
      /a refuses the operation: Cannot query field "mail"/,
    ],
    ['a subgraph that there is not', '{ me { name } }', [root('z', '{ me { name } }')], /there is no subgraph z/],
    [
      'a variable that is not declared',
      'query ($l: Int) { me { name(length: $l) } }',
      [root('a', '{ me { name(length: $l) } }')],
      /a refuses the operation: Variable "\$l" is not defined/,
    ],
    [
      'fields that a subgraph cannot merge',
      '{ being { ... on Robot { serial } } }',
      [root('a', '{ being { __typename ... on Robot { serial } ... on Human { serial } } }')],
      /a refuses the operation: Fields "serial" conflict/,
    ],
    [
      'objects that cannot be told apart',
      '{ being { ... on Robot { id } } }',
      [root('a', '{ being { ... on Robot { id } } }')],
      /the type of a Being is not asked for/,
    ],
    [
      'objects that clients must not know of',
      '{ secret { id } }',
      [root('a', '{ secret { id } }')],
      /the type of a Secretive is not asked for/,
    ],
    [
      'the name of an interface for a type',
      '{ top { __typename } }',
      [root('c', '{ top { __typename } }')],
      /__typename: its interface is told/,
    ],
    [
      'a member of a union of which nothing is asked',
      '{ entry { ... on Note { text } ... on OnlyA { a } } }',
      [root('a', '{ entry { __typename ... on Note { text } } }')],
      /OnlyA.a as a: it is not asked for/,
    ],
    [
      'an interface that is sent under a name that the subgraph does not have',
      '{ being { ... on Robot { score } } }',
      [
        root('a', '{ being { __typename ... on Robot { id } } }', first),
        {
          ...lookup('b', 'being.|Robot', '... on Being { score }', ['id']),
          lookups: [{ key: '_entities', places: [steps('being')], inputs: [input('id')], typenames: [], renames: [] }],
        },
      ],
      /Robot.score as score: it is not asked for/,
    ],
    [
      'an argument without its context',
      goods,
      [shop, good({ ...context(1), context: [] })],
      /Good.price without what the context has for in/,
    ],
    ['a context of another field', goods, [shop, good(context(1, 'name'))], /without what the context has for in/],
    ['a context at another level', goods, [shop, good(context(2))], /without what the context has for in/],
    [
      'a guard that is turned round',
      'query ($x: Boolean!) { me { mail @skip(if: $x) } }',
      [
        root('a', '{ me { __typename id } }', first),
        lookup('b', 'me', 'mail', ['id'], { guard: [{ variable: 'x', is: true }] }),
      ],
      /User.mail as mail: it is not asked for/,
    ],
    [
      'one of eight conditions that is wrong',
      'query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!, $f: Boolean!, $g: Boolean!, $h: Boolean!) { me { a: id @include(if: $a) b: id @include(if: $b) c: id @include(if: $c) d: id @include(if: $d) e: id @include(if: $e) f: id @include(if: $f) g: id @include(if: $g) h: id @include(if: $h) @skip(if: $a) } }',
      [
        root(
          'a',
          'query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!, $f: Boolean!, $g: Boolean!, $h: Boolean!) { me { __typename a: id @include(if: $a) b: id @include(if: $b) c: id @include(if: $c) d: id @include(if: $d) e: id @include(if: $e) f: id @include(if: $f) g: id @include(if: $g) h: id @include(if: $h) @skip(if: $b) } }',
        ),
      ],
      /User.id as h: it is not asked for/,
    ],
    [
      'mutations that do not wait for each other',
      'mutation { set { mail } again { id } }',
      [root('a', 'mutation { set { __typename id } again { id } }', first), lookup('b', 'set', 'mail', ['id'])],
      /the mutation again does not wait for all of set/,
    ],
    [
      'mutations in another order',
      'mutation { set { id } again { id } }',
      [root('a', 'mutation { again { id } set { id } }')],
      /the mutation again does not wait for all of set/,
    ],
    [
      'mutations side by side',
      'mutation { set { id } other { id } }',
      [root('a', 'mutation { set { id } }'), root('b', 'mutation { other { id } }')],
      /the mutation other does not wait/,
    ],
    [
      'a mutation that takes effect twice',
      'mutation { set { id name } }',
      [root('a', 'mutation { set { id } }', first), root('a', 'mutation { set { name } }', { after: ['first'] })],
      /the mutation set takes effect more than once/,
    ],
    [
      'a mutation that is sent as a query',
      'mutation { set { id } }',
      [root('a', 'mutation { set { id } }', { kind: 'query' })],
      /as a query|by another operation/,
    ],
    [
      'a fetch that does not wait for its event',
      'subscription { changed { id } }',
      [root('a', 'subscription { changed { id } }', first), root('a', '{ me { id } }')],
      /does not wait for its event/,
    ],
    [
      'what a client waits for in a deferred part',
      '{ me { mail ... @defer(label: "later") { name } } }',
      [
        root('a', '{ me { __typename id } }', first),
        lookup('b', 'me', 'mail', ['id'], { deferred: 'later' }),
        lookup('a', 'me', 'name', ['id'], { deferred: 'later' }),
      ],
      /User.mail as mail: it is not asked for/,
    ],
    [
      'a part that depends on another part',
      '{ me { ... @defer(label: "one") { friend { name } } ... @defer(label: "two") { friend { mail } } } }',
      [
        root('a', '{ me { __typename id } }', first),
        lookup('a', 'me', 'friend { __typename id name }', ['id'], { deferred: 'one', id: 'one' }),
        lookup('b', 'me.friend', 'mail', ['id'], { deferred: 'two', after: ['one'] }),
      ],
      /User.friend as friend: it is not asked for/,
    ],
  ])('%s', (_, operation, fetches, finding, ...[on]) => {
    expect(judged(operation, fetches, on).wrong.join('\n')).toMatch(new RegExp(finding, 'm'));
  });
});

test('it tells what is asked for in spite of its condition, unless it is sent', () => {
  const operation = 'query ($x: Boolean!) { me { name @include(if: $x) } }';
  expect(judged(operation, [root('a', '{ me { __typename name } }')])).toMatchObject({
    wrong: [],
    needless: ['User.name'],
  });
  const required = 'query ($x: Boolean!) { me { age @include(if: $x) adult } }';
  const plan = [root('a', '{ me { __typename id age } }', first), lookup('b', 'me', 'adult', ['id', 'age'])];
  expect(judged(required, plan)).toMatchObject({ wrong: [], needless: [] });
});

test('it tells what is asked of members that not every subgraph has', () => {
  const operation = '{ shared { ... on Note { text } ... on OnlyA { a } } }';
  const plan = [root('a', '{ shared { __typename ... on Note { text } ... on OnlyA { a } } }')];
  expect(judged(operation, plan)).toMatchObject({ wrong: [], beyond: ['OnlyA.a of a Entry'] });
});

test('a plan costs what it takes under the conditions under which it takes most', () => {
  const operation = 'query ($x: Boolean!) { me { name mail @include(if: $x) adult @skip(if: $x) } }';
  const guarded = (is: boolean): Given => ({ guard: [{ variable: 'x', is }] });
  const plan = [
    root('a', '{ me { __typename id age name } }', first),
    lookup('b', 'me', 'mail', ['id'], guarded(true)),
    lookup('b', 'me', 'adult', ['id', 'age'], guarded(false)),
  ];
  const { cost, wrong } = judged(operation, plan);
  expect(wrong).toEqual([]);
  expect(cost).toMatchObject({ fetches: 2, chain: 2 });
});

test('fetches that wait for each other are no plan', () => {
  const circle = [
    root('a', '{ me { id } }', { id: 'x', after: ['y'] }),
    root('a', '{ me { id } }', { id: 'y', after: ['x'] }),
  ];
  expect(() => judged('{ me { id } }', circle)).toThrow('circle');
  expect(() => judged('{ me { id } }', [root('a', '{ me { id } }', { after: ['none'] })])).toThrow('none');
});
