import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { Agreement } from './agreement.js';
import { ownedFields } from './owned-fields.js';
import { sharedFields, unknownShares, unsharedFields } from './shared-fields.js';

const owned = ownedFields(
  parse(`
    enum join__Graph { WOMEN @join__graph(name: "women", url: "") YOUTH @join__graph(name: "youth", url: "") }
    type Group @join__type(graph: WOMEN, key: "code") @join__type(graph: YOUTH, key: "code") {
      code: ID!
      name: String @join__field(graph: WOMEN)
      size: Int @join__field(graph: WOMEN) @join__field(graph: YOUTH, external: true)
      teams: Int @join__field(graph: YOUTH, requires: "size")
      both: Int @join__field(graph: WOMEN) @join__field(graph: YOUTH)
      moved: Int @join__field(graph: WOMEN, usedOverridden: true) @join__field(graph: YOUTH, override: "women")
    }
    type Meeting @join__type(graph: WOMEN) { at: String place: String }
    type Page @join__type(graph: WOMEN) @join__type(graph: YOUTH) { end: Boolean }
    type Query @join__type(graph: WOMEN) @join__type(graph: YOUTH) { groups: [Group] @join__field(graph: WOMEN) }
  `),
);

test('a field is the own of the one subgraph that answers it; keys and shared fields are nobody’s', () => {
  expect([...owned].map(([name, fields]) => [name, [...fields]])).toEqual([
    ['women', ['Group.name', 'Group.size', 'Meeting.at', 'Meeting.place', 'Query.groups']],
    ['youth', ['Group.teams', 'Group.moved']],
  ]);
});

describe('an agreement shares', () => {
  const own = owned.get('women') as ReadonlySet<string>;
  const sharing = (...shares: string[]) => ({ id: 'W-1', shares }) as unknown as Agreement;

  test.each([
    ['a field', ['Group.name'], ['Group.name']],
    ['a type', ['Meeting'], ['Meeting.at', 'Meeting.place']],
    ['parts of names', ['*.s*', 'Me*.at'], ['Group.size', 'Meeting.at']],
    ['everything', ['*'], [...own]],
    ['parts of names, several of them', ['Gr*u*.*a*e', 'Group.*ize*', 'Group.s*s*'], ['Group.name', 'Group.size']],
    ['nothing of others', ['Group.teams', 'Group.code'], []],
    ['no name that only begins so', ['Meet', 'Group.nam', 'Groupxname'], []],
  ])('%s', (_, shares, fields) => {
    expect(sharedFields(sharing(...shares), own)).toEqual(fields);
  });

  test('nothing by a pattern that a regular expression would take for ever over', () => {
    const long = new Set([`Group.${'a'.repeat(200)}`]);
    expect(sharedFields(sharing(`Group.${'*a'.repeat(50)}*b`), long)).toEqual([]);
  });

  test('what no agreement shares, and what is nothing to share, is told', () => {
    const agreements = [sharing('Group', 'Team'), sharing('Query.*')];
    expect(unsharedFields({ organisation: 'women', agreements, purposes: [], communeLevel: [] }, own)).toEqual([
      'Meeting.at',
      'Meeting.place',
    ]);
    expect(agreements.map((agreement) => unknownShares(agreement, own))).toEqual([['Team'], []]);
  });
});
