import { expect, test } from '@jest/globals';
import type { Agreements } from '@hub/protocol';
import { buildSchema } from 'graphql';
import type { FieldNeeds } from '../authorization/field-needs.js';
import type { Requirements } from '../authorization/requirements.js';
import { anonymous, type Caller } from '../request/caller.js';
import { callerSchemas } from './caller-schemas.js';

const schema = buildSchema('type Query { open: Int scoped: Int }');
const scoped = { kind: 'scopes', anyOf: [['x']] } as const;
const requirements: Requirements = {
  isEmpty: false,
  ofType: () => [],
  ofField: (_type, field) => (field === 'scoped' ? [scoped] : []),
  possibleTypes: (type) => [type],
  returned: () => undefined,
};
const needs: FieldNeeds[] = [
  { type: 'Query', field: 'scoped', needs: [{ kind: 'SCOPE', ofCommunes: false, anyOf: [['x']] }] },
];
const agreements = {
  organisations: [{ organisation: 'women', agreements: [{ id: 'A', with: [{ organisation: 'youth' }] }] }],
  purposes: [],
  communeLevel: [],
} as unknown as Agreements;
const caller = (scopes: string[], more: Partial<Caller> = {}): Caller => ({
  ...anonymous,
  rights: { ...anonymous.rights, authenticated: true, scopes: new Set(scopes) },
  ...more,
});

test('callers of equal rights share one schema, whoever they are; others have their own', () => {
  const schemaOf = callerSchemas(schema, requirements, needs, agreements);
  const first = schemaOf(caller(['x', 'unknown'], { subject: 'lan', organisation: 'strangers', app: 'a' }));
  expect(schemaOf(caller(['x'], { subject: 'minh', roles: ['nothing-that-counts'] }))).toBe(first);
  expect(Object.keys(first.getQueryType()?.getFields() ?? {})).toEqual(['open', 'scoped']);
  const less = schemaOf(caller([]));
  expect(Object.keys(less.getQueryType()?.getFields() ?? {})).toEqual(['open']);
  expect(schemaOf(caller(['x'], { organisation: 'youth' }))).not.toBe(first);
});

test('no more than some are kept: who asks for many pushes none of the others out for good', () => {
  const schemaOf = callerSchemas(schema, requirements, needs, agreements);
  const first = schemaOf(caller(['x']));
  for (let count = 0; count < 15; count++) schemaOf(caller(['x'], { purposes: [`p${count}`] }));
  expect(schemaOf(caller(['x']))).toBe(first);
  for (let count = 0; count < 20; count++) schemaOf(caller(['x'], { purposes: [`q${count}`] }));
  const again = schemaOf(caller(['x']));
  expect(again).not.toBe(first);
  expect(schemaOf(caller(['x']))).toBe(again);
});
