import { describe, expect, test } from '@jest/globals';
import type { Agreement } from '@hub/protocol';
import { buildSchema, printSchema, validateSchema } from 'graphql';
import { describeNeeds } from './describe-needs.js';
import { needyFields } from './field-needs.js';
import type { AgreementRequirement, Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import { anonymous, type Caller } from '../request/caller.js';
import { schemaOfCaller, schemaText } from './schema-view.js';

const sdl = `
  type Query { "Open." open: Int "Scoped." scoped: Int "Shared." shared: Thing "Public." public: Int none: Int node: Node }
  interface Node { id: Int }
  type Thing implements Node { id: Int "Fine." fine: Int only: Only }
  type Only { a: Int }
`;
const agreement = (id: string, given: Partial<Agreement>) =>
  ({ id, with: [{ role: 'analyst' }], purposes: ['steering', 'audit'], ...given }) as Agreement;
const demand = (...opening: Agreement[]): AgreementRequirement => ({
  kind: 'agreements',
  shared: { field: 'Query.shared', level: '[]' },
  anyOf: [],
  organisation: 'women',
  opening,
  coarser: [],
  purposes: [],
});
const fine = demand(agreement('A-1', {}));
const demands: Readonly<Record<string, readonly Requirement[]>> = {
  'Query.scoped': [{ kind: 'scopes', anyOf: [['x', 'y'], ['z']] }],
  'Query.shared': [
    demand(agreement('A-1', {}), agreement('A-2', { with: [{ organisation: 'youth' }], purposes: 'any' })),
  ],
  'Query.public': [demand(agreement('A-3', { with: 'anyone', purposes: 'any' }))],
  'Query.none': [demand()],
  'Thing.fine': [demand(agreement('A-4', { with: [{ role: 'app' }] })), fine],
  'Only.a': [demand(agreement('A-1', {}))],
};

function open() {
  const schema = buildSchema(sdl);
  const requirements: Requirements = {
    isEmpty: false,
    ofType: () => [],
    ofField: (type, field) => demands[`${type}.${field}`] ?? [],
    atFinerLevel: { isReachedBy: () => false, isType: () => false, demands: new Set([fine]) },
    possibleTypes: (type) => (type === 'Node' ? ['Thing'] : [type]),
    returned: () => undefined,
  };
  return { schema, requirements };
}

test('descriptions say what a field needs, and nothing of what is public', () => {
  const { schema, requirements } = open();
  describeNeeds(needyFields(schema, requirements));
  const described = (type: 'Query' | 'Thing', field: string) => {
    const found = schema.getType(type);
    return found && 'getFields' in found ? found.getFields()[field]?.description : undefined;
  };
  expect(described('Query', 'open')).toBe('Open.');
  expect(described('Query', 'public')).toBe('Public.');
  expect(described('Query', 'scoped')).toBe('Scoped.\n\nNeeds the scope `x` and `y` or `z`.');
  expect(described('Query', 'shared')).toBe(
    'Shared.\n\nNeeds the agreement A-1 (steering, audit) or A-2 (any purpose).',
  );
  expect(described('Query', 'none')).toBe('Needs an agreement of women, which has none for it.');
  expect(described('Thing', 'fine')).toBe(
    'Fine.\n\nNeeds the agreement A-4 (steering, audit). Of single communes, needs the agreement A-1 (steering, audit).',
  );
});

test.each([
  ['anonymous', undefined, ['open', 'public', 'node']],
  ['analyst', undefined, ['open', 'scoped', 'shared', 'public', 'node']],
  ['app', undefined, ['open', 'scoped', 'public', 'node']],
  ['staff', undefined, ['open', 'scoped', 'public', 'node']],
  ['staff', 'youth', ['open', 'scoped', 'shared', 'public', 'node']],
])('%s of %s sees the fields that some agreement may open to it', (role, organisation, fields) => {
  const { schema, requirements } = open();
  const seen = buildSchema(schemaText(schema, requirements, { role, organisation }));
  expect(Object.keys(seen.getQueryType()?.getFields() ?? {})).toEqual(fields);
  // A type without fields is removed, and so are the fields that return it.
  expect(seen.getType('Only') !== undefined).toBe(role === 'analyst');
  expect(schemaText(schema, requirements)).toContain('scoped: Int');
});

describe('what a caller is told of a schema', () => {
  const caller = (roles: string[], scopes: string[] = [], more: Partial<Caller> = {}): Caller => ({
    ...anonymous,
    rights: { ...anonymous.rights, authenticated: true, scopes: new Set(scopes) },
    roles,
    ...more,
  });
  const purposes = [
    { code: 'steering', askedBy: [{ role: 'analyst' }] },
    { code: 'audit', askedBy: [{ role: 'auditor' }] },
  ];
  /** The schema that a caller sees if its agreements are for these purposes. */
  const told = (asking: Caller) => {
    const { schema, requirements } = open();
    const named: Requirements = {
      ...requirements,
      ofField: (type, field) =>
        requirements.ofField(type, field).map((one) => ('organisation' in one ? { ...one, purposes } : one)),
    };
    const seen = schemaOfCaller(schema, named, asking);
    return { seen, fields: Object.keys(seen.getQueryType()?.getFields() ?? {}) };
  };

  test.each<[string, Caller, string[]]>([
    ['nobody', anonymous, ['open', 'public', 'node']],
    ['an analyst without scopes', caller(['analyst']), ['open', 'shared', 'public', 'node']],
    ['an analyst with some', caller(['analyst'], ['x']), ['open', 'shared', 'public', 'node']],
    ['an analyst with all', caller(['analyst'], ['x', 'y']), ['open', 'scoped', 'shared', 'public', 'node']],
    ['an app with a scope', caller(['app'], ['z']), ['open', 'scoped', 'public', 'node']],
    ['an organisation', caller([], [], { organisation: 'youth' }), ['open', 'shared', 'public', 'node']],
    [
      'an analyst whose token names no purpose that helps',
      caller(['analyst'], [], { purposes: ['audit'] }),
      ['open', 'public', 'node'],
    ],
  ])('%s', (_name, asking, expected) => {
    expect(told(asking).fields).toEqual(expected);
  });

  test('is a schema without what it leads to, and no type claims an interface of which it lacks a field', () => {
    const { seen } = told(caller(['analyst']));
    expect(validateSchema(seen)).toEqual([]);
    expect(seen.getType('Only')).toBeDefined();
    const schema = buildSchema(
      `type Query { thing: Thing node: Node } interface Node { id: Int }
       type Thing implements Node { id: Int name: Int } type Other implements Node { id: Int }`,
    );
    const hidden = schemaOfCaller(
      schema,
      {
        isEmpty: false,
        ofType: () => [],
        ofField: (type, field) => (type === 'Thing' && field === 'id' ? [{ kind: 'authenticated' }] : []),
        possibleTypes: (type) => (type === 'Node' ? ['Thing', 'Other'] : [type]),
        returned: () => undefined,
      },
      anonymous,
    );
    expect(validateSchema(hidden)).toEqual([]);
    expect(printSchema(hidden)).toContain('type Thing {\n  name: Int\n}');
    expect(printSchema(hidden)).toContain('type Other implements Node {');
  });
});
