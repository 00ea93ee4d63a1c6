import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { Decision } from './decision.js';
import { describeNeeds, sentencesOf } from './describe-needs.js';
import { needsOf, needyFields } from './field-needs.js';
import { imply, type AgreementRequirement, type Requirement, shownRequirement } from './requirement.js';
import type { Requirements } from './requirements.js';

const known: Requirement = { kind: 'authenticated' };
const scope: Requirement = { kind: 'scopes', anyOf: [['x', 'y'], ['z']] };
const policy: Requirement = { kind: 'policies', anyOf: [['p']] };
const nobody: Requirement = { kind: 'scopes', anyOf: [] };
const agreed = (more: Partial<AgreementRequirement> = {}): AgreementRequirement => ({
  shared: { field: 'A.thing', level: '[]' },
  ...{ kind: 'agreements', anyOf: [], organisation: 'women', opening: [], coarser: [], purposes: [] },
  ...more,
});

/** The requirements of types and fields, by name. */
function requirementsOf(demands: Readonly<Record<string, readonly Requirement[]>>, more: Partial<Requirements> = {}) {
  return {
    isEmpty: false,
    ofType: (type: string) => demands[type] ?? [],
    ofField: (type: string, field: string) => demands[`${type}.${field}`] ?? [],
    returned: (_type: string, field: string) => (field === 'thing' ? 'Thing' : undefined),
    possibleTypes: (type: string) => (type === 'Any' ? ['A', 'B'] : type === 'Int' ? [] : [type]),
    ...more,
  };
}

test.each<[string, Record<string, readonly Requirement[]>, string[]]>([
  ['nothing', {}, []],
  ['a token', { 'A.thing': [known] }, ['Needs a token.']],
  ['a policy', { 'A.thing': [policy] }, ['Needs the policy `p`.']],
  ['what nobody has', { 'A.thing': [nobody] }, ['Needs what nobody has.']],
  [
    'what the field, its type and what it returns demand, each once',
    { 'A.thing': [known, scope], A: [known], Thing: [policy] },
    ['Needs a token, and the scope `x` and `y` or `z`, and the policy `p`.'],
  ],
  [
    'an agreement that there is none of',
    { 'A.thing': [agreed()] },
    ['Needs an agreement of women, which has none for it.'],
  ],
  [
    'agreements that cannot be used',
    { 'A.thing': [agreed({ unusable: 'women' }), known] },
    ['Needs a token.', 'Needs usable agreements of women.'],
  ],
  [
    'an agreement for one purpose and any other partner',
    { 'A.thing': [agreed({ opening: [{ id: 'W-1', with: 'anyone', purposes: ['a', 'b'] }] as never })] },
    ['Needs the agreement W-1 (a, b).'],
  ],
])('a field says that it needs %s', (_, demands, sentences) => {
  expect(sentencesOf(needsOf(requirementsOf(demands), 'A', 'thing'))).toEqual(sentences);
});

test('what a field needs is told as data: rights first, then agreements, those of communes as such', () => {
  const opening = [
    { id: 'W-1', with: [{ role: 'analyst' }], purposes: ['a', 'b'] },
    { id: 'W-2', with: [{ role: 'app' }], purposes: 'any' },
  ] as never;
  const [province, communes, everyones] = [
    agreed(),
    agreed({ opening }),
    agreed({ opening: [{ id: 'W-3', with: 'anyone', purposes: 'any' }] as never }),
  ];
  const demands = { 'A.thing': [province, communes, everyones, scope, nobody], Thing: [known, policy] };
  const atFinerLevel = { isReachedBy: () => true, isType: () => true, demands: new Set<Requirement>([communes]) };
  expect(needsOf(requirementsOf(demands, { atFinerLevel }), 'A', 'thing')).toEqual([
    { kind: 'SCOPE', ofCommunes: false, anyOf: [['x', 'y'], ['z']] },
    { kind: 'NOBODY', ofCommunes: false },
    { kind: 'TOKEN', ofCommunes: false },
    { kind: 'POLICY', ofCommunes: false, anyOf: [['p']] },
    { kind: 'NO_AGREEMENT', ofCommunes: false, organisation: 'women' },
    {
      kind: 'AGREEMENT',
      ofCommunes: true,
      agreements: [
        { id: 'W-1', purposes: ['a', 'b'] },
        { id: 'W-2', purposes: null },
      ],
    },
  ]);
  expect(needsOf(requirementsOf({ 'A.thing': [agreed({ unusable: 'women' })] }), 'A', 'thing')).toEqual([
    { kind: 'UNUSABLE_AGREEMENTS', ofCommunes: false, organisation: 'women' },
  ]);
});

test('what is about the schema has its own description alone, and what needs nothing too', () => {
  const schema = buildSchema('type Query { "Own." a: Int b: Int "Open." c: Int }');
  const requirements = requirementsOf({ 'Query.a': [known], 'Query.b': [known], '__Type.name': [known] });
  describeNeeds(needyFields(schema, requirements));
  const fields = schema.getQueryType()?.getFields();
  expect(Object.values(fields ?? {}).map(({ description }) => description)).toEqual([
    'Own.\n\nNeeds a token.',
    'Needs a token.',
    'Open.',
  ]);
  const type = schema.getType('__Type') as unknown as { getFields(): Record<string, { description?: string }> };
  expect(type.getFields()['name']?.description ?? '').not.toContain('Needs');
});

test('a refusal names what the schema demands before what is agreed, and of that what demands most', () => {
  const [coarse, fine] = [agreed({ organisation: 'one' }), agreed({ organisation: 'two' })];
  const demands = {
    'A.a': [coarse, fine, known],
    'A.b': [coarse, fine],
    'A.thing': [coarse],
    Thing: [policy],
    'B.a': [],
  };
  const refusedBy = new Set<Requirement>([coarse, fine, known, policy]);
  const decision = new Decision(requirementsOf(demands), refusedBy);
  expect(decision.why('A', 'a')).toBe(known);
  expect(decision.why('A', 'b')).toBe(fine);
  expect(decision.why('A', 'thing')).toBe(policy);
  // An abstract type refuses a field that one of its objects refuses.
  expect(decision.why('Any', 'a')).toBe(known);
  expect(decision.refuses('Any', 'a')).toBe(true);
  expect(decision.refuses('B', 'a')).toBe(false);
  expect(new Decision(requirementsOf(demands), new Set([coarse])).why('A', 'b')).toBe(coarse);
});

test('a type without objects is refused for what it demands itself, an abstract one where all of its types are', () => {
  const returned = () => 'Int';
  const demands = { Int: [known], A: [scope], B: [policy] };
  expect(new Decision(requirementsOf(demands, { returned }), new Set([known])).why('C', 'x')).toBe(known);
  const abstract = requirementsOf(demands, { returned: () => 'Any' });
  expect(new Decision(abstract, new Set([scope])).why('C', 'x')).toBeUndefined();
  expect(new Decision(abstract, new Set([scope, policy])).why('C', 'x')).toBe(scope);
});

test('a decision is made once for each field', () => {
  let asked = 0;
  const possibleTypes = (type: string) => {
    asked += 1;
    return [type];
  };
  const decision = new Decision(requirementsOf({ 'A.a': [known] }, { possibleTypes }), new Set([known]));
  decision.refuses('A', 'a');
  const first = asked;
  expect(decision.refuses('A', 'a')).toBe(true);
  expect(asked).toBe(first);
});

test('requirements are shown as their directives write them', () => {
  expect([known, scope, policy, agreed()].map(shownRequirement)).toEqual([
    '@authenticated',
    '@requiresScopes(scopes: [["x","y"],["z"]])',
    '@policy(policies: [["p"]])',
    'an agreement of women',
  ]);
  expect(imply([scope, known], known)).toBe(true);
});
