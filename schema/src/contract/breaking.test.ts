import { describe, expect, test } from '@jest/globals';
import { breakingChanges } from './breaking.js';
import { compose } from './compose.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

function supergraph(goal: string, commune: string): string {
  const composition = compose([
    {
      name: 'movement',
      url: 'http://127.0.0.1:1',
      sdl: `${link} type Query { goal: Goal } type Goal @key(fields: "code") { code: ID! ${goal} }`,
    },
    {
      name: 'youth-union',
      url: 'http://127.0.0.1:2',
      sdl: `${link} type Goal @key(fields: "code") { code: ID! ${commune} }`,
    },
  ]);
  if (composition.errors) throw new Error(composition.errors.join('\n'));
  return composition.supergraph;
}

const baseline = supergraph('target: Float! deadline: String', 'teams: Int');

describe('breaking changes', () => {
  test.each([
    ['a removed field', supergraph('target: Float!', 'teams: Int'), 'Goal.deadline was removed.', ['movement']],
    [
      'a field of another organisation',
      supergraph('target: Float! deadline: String', 'squads: Int'),
      'Goal.teams was removed.',
      ['youth-union'],
    ],
    [
      'a changed type',
      supergraph('target: Int! deadline: String', 'teams: Int'),
      'Goal.target changed type from Float! to Int!.',
      ['movement'],
    ],
  ])('%s is named, with whose it was', (_name, changed, change, organisations) => {
    expect(breakingChanges(baseline, changed)).toEqual([{ change, organisations }]);
  });

  test('an addition breaks nothing', () => {
    expect(breakingChanges(baseline, supergraph('target: Float! deadline: String more: Int', 'teams: Int'))).toEqual(
      [],
    );
  });
});

test('composition errors carry their code', () => {
  const { errors } = compose([{ name: 'a', url: '', sdl: `${link} type Query { a: Missing }` }]);
  expect(errors?.[0]).toMatch(/^[A-Z_]+: .*Missing/);
});
