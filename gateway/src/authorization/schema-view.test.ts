import { expect, test } from '@jest/globals';
import type { Agreement } from '@hub/protocol';
import { buildSchema } from 'graphql';
import { describeNeeds } from './describe-needs.js';
import { needyFields } from './field-needs.js';
import type { AgreementRequirement, Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import { schemaText } from './schema-view.js';

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
  // A type of which nothing is left is not there, nor what returns it.
  expect(seen.getType('Only') !== undefined).toBe(role === 'analyst');
  expect(schemaText(schema, requirements)).toContain('scoped: Int');
});
