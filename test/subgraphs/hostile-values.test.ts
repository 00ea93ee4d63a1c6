import { movement } from '@hub/movement';
import { youthUnion } from '@hub/youth-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

const cursor = (...position: readonly unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');

describe('values that no caller should send', () => {
  const subgraphs = new Map<string, RunningSubgraph>();
  const subgraph = (organisation: string) => subgraphs.get(organisation) as RunningSubgraph;

  beforeAll(async () => {
    for (const definition of [movement, youthUnion]) {
      subgraphs.set(
        definition.organisation,
        await startSubgraph(definition, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') }),
      );
    }
  });
  afterAll(async () => {
    for (const one of subgraphs.values()) await one.stop();
  });

  test.each([
    [
      'a cursor with a day that does not exist',
      'movement',
      '{ tasks(after: $value) { nodes { code } } }',
      cursor('2026-02-30', 'T'),
    ],
    [
      'a cursor with a text for a day',
      'youth-union',
      '{ guidanceSessions(after: $value) { nodes { code } } }',
      cursor('x', 'y'),
    ],
    [
      'a cursor with a year beyond all time',
      'movement',
      '{ tasks(after: $value) { nodes { code } } }',
      cursor('999999999-01-01', 'T'),
    ],
    ['a cursor of another list', 'movement', '{ tasks(after: $value) { nodes { code } } }', cursor('T')],
    ['a cursor with a number', 'movement', '{ communes(after: $value) { nodes { code } } }', cursor(1, 'T')],
    ['a cursor with a NUL character', 'movement', '{ communes(after: $value) { nodes { code } } }', cursor('\0', 'T')],
    ['a key with a NUL character', 'movement', '{ commune(code: $value) { code } }', '\0'],
    ['a search with a NUL character', 'movement', '{ communes(search: $value) { totalCount } }', 'a\0b'],
    ['a filter with a NUL character', 'youth-union', '{ digitalLiteracyTeams(commune: $value) { totalCount } }', '\0'],
  ])('%s is bad input, and the next question is answered', async (_name, organisation, selection, value) => {
    const type = selection.includes('code: $value') || selection.includes('commune: $value') ? 'ID!' : 'String';
    const { errors } = await subgraph(organisation).query(`query ($value: ${type}) ${selection}`, { value });
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })]);
    expect(errors?.[0]?.message).toMatch(/^Expected .* but got /);
    expect(errors?.[0]?.message).not.toMatch(/select|syntax|encoding/i);
    const { data } = await subgraph('movement').query('{ communes { totalCount } }');
    expect(data).toEqual({ communes: { totalCount: 166 } });
  });

  test('a text with a NUL character is bad input also where it stands in the question itself', async () => {
    const { errors } = await subgraph('movement').query('{ communes(search: "a\\u0000b") { totalCount } }');
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })]);
  });

  test('bad input is the caller’s fault in HTTP, too', async () => {
    const response = await fetch(`${subgraph('movement').url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ commune(code: "\\u0000") { code } }' }),
    });
    expect(response.status).toBe(400);
  });

  test('a reference with a NUL character is bad input', async () => {
    const representation = { __typename: 'Commune', code: '\0' };
    const { errors } = await subgraph('movement').entities([representation], '... on Commune { name }');
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })]);
  });
});
