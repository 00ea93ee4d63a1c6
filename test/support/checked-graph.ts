import { expect } from '@jest/globals';
import { type CheckInput, checkSchema } from '../../subgraphs/registry/src/check/check-schema.js';
import type { SchemaUsage } from '../../subgraphs/registry/src/check/usage.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@override", "@authenticated", "@requiresScopes", "@policy"])`;

/** The schema that the Women's Union has published. */
export const former = `${link}
type Query { "Groups." groups("How many." first: Int): [Group!] }
"A group."
type Group @key(fields: "code") {
  "Its code."
  code: ID!
  "Its members."
  members: Int
  "Its kind."
  kind: Kind
}
"A kind."
enum Kind {
  "One."
  ONE
  "Two."
  TWO
}
`;

/** The other subgraphs, with which the Women's Union is linked. */
export const others = [
  {
    name: 'youth-union',
    url: 'http://youth.example/graphql',
    sdl: `${link}
type Query { "Teams." teams: [Team!] "All." all: [Some!] }
"A team or a group."
union Some = Team | Group
"A team."
type Team @key(fields: "code") { "Its code." code: ID! "Its group." group: Group "Its size." size: Int }
type Group @key(fields: "code", resolvable: false) { code: ID! }
`,
  },
];

/** An agreement that shares nothing yet. */
export const agreement = {
  ...{
    id: 'WU-1',
    version: 1,
    title: { vi: 'Nhóm', en: 'Groups' },
    combined: [],
    figures: [],
    with: 'anyone' as const,
  },
  ...{
    purposes: 'any' as const,
    granularity: 'commune' as const,
    legalBasis: 'Law',
    from: '2026-01-01',
    until: '2999-12-31',
  },
};

/** Who uses the graph. */
export const usage: SchemaUsage = {
  documents: [
    { kind: 'DOCUMENT', name: 'reader Groups', text: 'query Groups { groups { code members } }' },
    { kind: 'TABLE', name: 'groups', text: 'query ($first: Int) { groups(first: $first) { code kind } }' },
    { kind: 'EXAMPLE', name: 'out of date', text: '{ groups { gone members } }' },
  ],
  operations: [
    {
      client: 'app reader',
      operation: 'Groups',
      fields: ['Query.groups', 'Group.members'],
      count: 20,
      lastAt: '2026-11-28',
    },
    { client: 'app reader', operation: 'More', fields: ['Group.members'], count: 1, lastAt: '2026-11-29' },
    { client: 'anonymous', fields: ['Query.groups', 'Group.code'], count: 5 },
  ],
  agreements: [
    {
      organisation: 'womens-union',
      agreements: [{ ...agreement, shares: ['*', 'Group.members', 'Query.groups', 'Group'] }],
      purposes: [],
      communeLevel: [],
    },
  ],
  notLookedAt: [],
};

/** Checks a schema of the Women's Union. */
export async function check(candidate: string, more: Partial<CheckInput> = {}) {
  const input = { organisation: 'womens-union', candidate, former, others, usage, ...more };
  return (await checkSchema(input)).report;
}

/** The published schema of the Women's Union with one text replaced. */
export const changed = (from: string, to: string) => {
  expect(former).toContain(from);
  return former.replace(from, to);
};
