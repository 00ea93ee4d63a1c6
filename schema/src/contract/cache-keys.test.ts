import { describe, expect, test } from '@jest/globals';
import { cacheKeysModule, cacheKeysOf } from './cache-keys.js';

const supergraph = `
  directive @join__type(graph: String, key: String) repeatable on OBJECT
  type Query { goal: Goal }
  type Goal @join__type(graph: A, key: "code") @join__type(graph: A, key: "id") { id: ID! code: ID! }
  type School @join__type(graph: B, key: "code") { code: ID! number: Number }
  interface Node { id: ID! }
  type Place implements Node @join__type(graph: A, key: "code") @join__type(graph: A, key: "nodeKey") { code: ID! id: ID! nodeKey: ID! }
  type Figure implements Node @join__type(graph: A, key: "id") @join__type(graph: A, key: "nodeKey") { id: ID! nodeKey: ID! }
  type Report { id: ID }
  type Number @join__type(graph: B, key: "a b") { a: ID! b: ID! }`;

describe('the keys by which clients keep objects', () => {
  test('are ids, or keys of one field', () => {
    const { fields, embedded, nodes } = cacheKeysOf(supergraph);
    expect([...fields]).toEqual([
      ['Figure', 'id'],
      ['Goal', 'id'],
      ['Place', 'code'],
      ['School', 'code'],
    ]);
    expect(embedded).toEqual(['Number', 'Report']);
    expect(nodes).toEqual(['Figure', 'Place']);
  });

  test('are a module that clients take', async () => {
    const url = `data:text/javascript,${encodeURIComponent(cacheKeysModule(supergraph))}`;
    const { typePolicies, keys, getDataID } = (await import(url)) as Record<string, any>;
    expect(typePolicies.School.keyFields({ code: 'S1' })).toBe('School:S1');
    expect(typePolicies.School.keyFields({ name: 'Only that' })).toBeUndefined();
    expect([keys.Goal({ id: 'Goal:A' }), keys.Goal({}), keys.Report({})]).toEqual(['Goal:Goal:A', null, null]);
    // An id of the whole graph is the same, whichever of an object's keys was asked for.
    expect(
      [{ code: 'P1' }, { id: 'Place:P1' }, { id: 'Place:P1', code: 'P1' }].map((one) => getDataID(one, 'Place')),
    ).toEqual(Array(3).fill('Place:P1'));
    expect([getDataID({ id: 'Figure:1' }, 'Figure'), keys.Place({ code: 'P1' })]).toEqual(['Figure:1', 'Place:P1']);
    expect([getDataID({ code: 'S1' }, 'School'), getDataID({ id: 'x' }, 'Number')]).toEqual(['School:S1', undefined]);
  });
});
