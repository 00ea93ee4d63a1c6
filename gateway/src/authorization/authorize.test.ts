import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, parse, print } from 'graphql';
import { anonymous, type Caller } from '../request/caller.js';
import { operationsOf } from '../operation/operation.js';
import { Supergraph } from '../supergraph/supergraph.js';
import { authorize } from './authorize.js';
import { refusedPlaces } from './refused-places.js';
import { Demands } from './demands.js';
import { requirementsOf } from './requirements.js';
import { mayIntrospect, restrictIntrospection } from './restrict-introspection.js';
import { FieldRefusal, unauthorized } from './unauthorized.js';

const supergraph = new Supergraph(`
  schema
    @link(url: "https://specs.apollo.dev/authenticated/v0.1")
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1")
    @link(url: "https://specs.apollo.dev/policy/v0.1") { query: Query mutation: Mutation }
  type Query { open: Int member: Int @authenticated person: Person nodes: [Node] any: [Any] secret: Secret closed: Closed }
  type Mutation { change: Int @authenticated other: Int }
  interface Node { id: ID name: String }
  union Any = Person | Group | Secret
  union Closed = Secret | Hidden
  type Person implements Node { id: ID name: String @requiresScopes(scopes: [["people", "names"], ["all"]]) friend: Person }
  type Group implements Node { id: ID name: String members: [Person] }
  type Secret @policy(policies: [["keeper"]]) { id: ID }
  type Hidden @policy(policies: [["keeper"]]) { id: ID }
  scalar Code @authenticated
`);
const schema = buildASTSchema(supergraph.document, { assumeValid: true, assumeValidSDL: true });
const all = requirementsOf(supergraph);

const callerOf = (scopes: readonly string[], policies: readonly string[] = []): Caller => ({
  ...anonymous,
  rights: { authenticated: true, scopes: new Set(scopes), policies: new Set(policies) },
});
const everything = callerOf(['all'], ['keeper']);

function ask(text: string, caller: Caller, { requirements = all, name, variables = {} }: Asked = {}) {
  const operations = operationsOf(parse(text));
  const operation = operations.find(({ definition }) => name === undefined || definition.name?.value === name);
  if (!operation) throw new Error('Expected an operation.');
  const demands = new Demands(requirements, schema);
  const refusedBy = demands.refusedBy({ operation, rights: caller.rights });
  const { operation: left, decision } = authorize(operation, requirements, refusedBy.requirements, schema);
  const refused = refusedPlaces(operation, decision, variables, schema);
  const texts = [left.definition, ...left.fragments.values()].map(print).join(' ');
  return {
    left: texts.replaceAll(/\s+/g, ' '),
    refused: refused.map(({ path }) => path.join('.')),
    messages: refused.map(({ refusal }) => refusal.shownTo(caller).message),
    errors: refused.map((one) => unauthorized(one, caller)),
    key: refusedBy.key,
    areMet: demands.areMet({ operation, rights: caller.rights }),
  };
}
interface Asked {
  readonly requirements?: typeof all;
  readonly name?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

describe('what is left of an operation', () => {
  test('is all of it for whom everything is open, and nothing is refused', () => {
    const text = '{ open member person { name friend { name } } secret { id } }';
    expect(ask(text, everything)).toEqual({ left: text, refused: [], messages: [], errors: [], key: '', areMet: true });
  });

  test.each<[string, string, Caller, string, string[]]>([
    ['a field of the root', '{ open member }', anonymous, '{ open }', ['member']],
    ['the only field', '{ member }', anonymous, '{ __typename }', ['member']],
    [
      'what is below',
      '{ person { id name friend { name } } }',
      anonymous,
      '{ person { id friend { __typename } __typename } }',
      ['person.name', 'person.friend.name'],
    ],
    ['a field that returns a type that is refused', '{ open secret { id } }', callerOf([]), '{ open }', ['secret']],
    ['a union of which every type is refused', '{ open closed { __typename } }', callerOf([]), '{ open }', ['closed']],
    ['under an alias', '{ a: person { b: name c: id } }', anonymous, '{ a: person { c: id __typename } }', ['a.b']],
    [
      'in a fragment',
      '{ ...F } fragment F on Query { open member }',
      anonymous,
      '{ ...F } fragment F on Query { open }',
      ['member'],
    ],
    ['under a bare fragment', '{ ... { open member } }', anonymous, '{ ... { open } }', ['member']],
    ['of a mutation', 'mutation { change other }', anonymous, 'mutation { other }', ['change']],
  ])('is without %s', (_, text, caller, left, refused) => {
    expect(ask(text, caller)).toMatchObject({ left, refused, areMet: false });
  });

  test('asks abstract objects for what some of their types may show, and for their type', () => {
    const { left, refused } = ask('{ nodes { id name } }', anonymous);
    expect(left).toBe('{ nodes { id ... on Group { name } __typename } }');
    expect(refused).toEqual(['nodes.name']);
    expect(ask('{ nodes { id } }', anonymous).left).toBe('{ nodes { id } }');
    expect(ask('{ nodes { __typename ... on Person { name } ... on Group { name } } }', anonymous).left).toBe(
      '{ nodes { __typename ... on Person { __typename } ... on Group { name } __typename } }',
    );
  });

  test('keeps a union of which some type is open', () => {
    const { left, refused } = ask('{ any { ... on Group { name } ... on Secret { id } } }', anonymous);
    expect(left).toBe('{ any { ... on Group { name } ... on Secret { __typename } __typename } }');
    expect(refused).toEqual(['any.id']);
  });

  test('is found for the operation that is meant, and skipped fields are refused to nobody', () => {
    const text = 'query A { open } query B($no: Boolean!) { member @include(if: $no) person { name @skip(if: true) } }';
    expect(ask(text, anonymous, { name: 'A' })).toMatchObject({ refused: [], areMet: true, key: '' });
    expect(ask(text, anonymous, { name: 'B', variables: { no: false } }).refused).toEqual([]);
    expect(ask(text, anonymous, { name: 'B', variables: { no: true } }).refused).toEqual(['member']);
  });

  test('is the same for callers who lack the same, and another for others', () => {
    const text = '{ member person { name } secret { id } }';
    const keys = [anonymous, callerOf([]), callerOf(['people']), callerOf(['people', 'names']), everything].map(
      (caller) => ask(text, caller).key,
    );
    expect(keys[1]).toBe(keys[2]);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('a refusal', () => {
  test.each<[string, Caller, string]>([
    ['{ member }', anonymous, 'Not authorised to see the field member: expected a token, got none.'],
    ['{ person { name } }', anonymous, 'Not authorised to see the field name: expected a token, got none.'],
    [
      '{ person { name } }',
      callerOf(['people']),
      'Not authorised to see the field name: expected a token with the scope names and people, or all.',
    ],
    [
      '{ secret { id } }',
      callerOf([]),
      'Not authorised to see the field secret: expected a token with the policy keeper.',
    ],
  ])('of %s names what is lacking, to those who are known', (text, caller, message) => {
    const { messages, errors } = ask(text, caller);
    expect(messages).toEqual([message]);
    expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHORIZED_FIELD_OR_TYPE' }]);
  });

  test('says where the field stands', () => {
    expect(ask('{ a: person { b: name } }', anonymous).errors.map(({ path }) => path)).toEqual([['a', 'b']]);
  });

  test('says whose agreements cannot be used', () => {
    const shared = { field: 'Person.name', level: '[]' };
    const lists = { anyOf: [], opening: [], coarser: [], purposes: [] } as const;
    const refusedBy = { kind: 'agreements', shared, organisation: 'u', ...lists } as const;
    expect(new FieldRefusal('name', { ...refusedBy, unusable: 'university' }).shownTo(anonymous)).toEqual({
      message: 'The field name is not shown: the agreements of university cannot be used now.',
      extensions: { code: 'AGREEMENTS_UNUSABLE', organisation: 'university' },
    });
  });
});

describe('questions about the schema', () => {
  const text = '{ open __schema { description } t: __type(name: "Query") { name } __typename }';

  test.each([
    ['all', anonymous, true],
    ['authenticated', anonymous, false],
    ['authenticated', callerOf([]), true],
    ['none', everything, false],
  ] as const)('are for %s', (introspection, caller, may) => {
    expect(mayIntrospect(introspection, caller.rights)).toBe(may);
    const requirements = restrictIntrospection(all, 'Query', introspection);
    const { refused, areMet } = ask(text, caller, { requirements });
    expect(refused).toEqual(may ? [] : ['__schema', 't']);
    expect(areMet).toBe(may);
    expect(ask('{ open }', caller, { requirements })).toMatchObject({ refused: [], areMet: true });
    expect(ask('{ member }', caller, { requirements }).refused).toEqual(caller.rights.authenticated ? [] : ['member']);
  });

  test('are restricted in a graph that demands nothing else, and refused to everyone alike', () => {
    const requirements = restrictIntrospection(
      { ...all, isEmpty: true, ofField: () => [], ofType: () => [] },
      'Query',
      'none',
    );
    const { refused, messages } = ask(text, everything, { requirements });
    expect(refused).toEqual(['__schema', 't']);
    expect(messages[0]).toBe('Not authorised to see the field __schema: nobody may.');
    expect(ask(text, anonymous, { requirements }).messages[0]).toBe(messages[0]);
  });
});
