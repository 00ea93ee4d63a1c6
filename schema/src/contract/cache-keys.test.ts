import { describe, expect, test } from '@jest/globals';
import { cacheKeysModule, cacheKeysOf } from './cache-keys.js';

const supergraph = `
  directive @join__type(graph: String, key: String) repeatable on OBJECT
  type Query { goal: Goal }
  type Goal @join__type(graph: A, key: "code") @join__type(graph: A, key: "id") { id: ID! code: ID! }
  type School @join__type(graph: B, key: "code") { code: ID! number: Number }
  type Report { id: ID }
  type Number @join__type(graph: B, key: "a b") { a: ID! b: ID! }`;

describe('the keys by which clients keep objects', () => {
  test('are ids, or keys of one field', () => {
    const { fields, embedded } = cacheKeysOf(supergraph);
    expect([...fields]).toEqual([
      ['Goal', 'id'],
      ['School', 'code'],
    ]);
    expect(embedded).toEqual(['Number', 'Report']);
  });

  test('are a module that clients take', async () => {
    const url = `data:text/javascript,${encodeURIComponent(cacheKeysModule(supergraph))}`;
    const { typePolicies, keys, getDataID } = (await import(url)) as Record<string, any>;
    expect(typePolicies.School.keyFields({ code: 'S1' })).toBe('School:S1');
    expect(typePolicies.School.keyFields({ name: 'Only that' })).toBeUndefined();
    expect([keys.Goal({ id: 'Goal:A' }), keys.Goal({}), keys.Report({})]).toEqual(['Goal:A', null, null]);
    expect([getDataID({ code: 'S1' }, 'School'), getDataID({ id: 'x' }, 'Number')]).toEqual(['School:S1', undefined]);
  });
});
