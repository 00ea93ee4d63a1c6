import { expect } from '@jest/globals';
import { plantedName, plantedNumber } from './support/attacked-hub.js';
import { type Attack, type AttackClass, invalid, malformed, operation } from './support/attack.js';
import type { Told } from './support/client.js';

const analyst = 'analyst';
const nothingFound = (data: unknown): Partial<Told> => ({ status: 200, data, codes: [] });
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An analyst asks for a group by a code that is none. */
const group = (name: string, code: string, expected = nothingFound({ learningGroup: null })): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.ask(
      { query: 'query ($code: ID!) { learningGroup(code: $code) { code } }', variables: { code } },
      { role: analyst },
    ),
  expected,
});
const search = (name: string, text: string, totalCount: number): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.ask({ query: 'query ($text: String) { communes(search: $text) { totalCount } }', variables: { text } }),
  expected: nothingFound({ communes: { totalCount } }),
});
const page = (name: string, variables: object): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.ask({
      query: 'query ($first: Int, $after: String) { communes(first: $first, after: $after) { nodes { code } } }',
      variables,
    }),
  expected: { codes: ['BAD_USER_INPUT'] },
});

const attacks: Attack[] = [
  operation(
    'entities from outside',
    '{ _entities(representations: [{ __typename: "LearningGroup", code: "G" }]) { __typename } }',
    invalid,
    analyst,
  ),
  operation('a subgraph’s schema from outside', '{ _service { sdl } }', invalid, analyst),
  operation(
    'the type of all entities',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    invalid,
    analyst,
  ),
  operation('a fragment on the union of all entities', '{ goals { ... on _Entity { __typename } } }', invalid, analyst),
  operation(
    'a goal as another organisation’s entity',
    '{ goal(code: "PUPILS") { ... on LearningGroup { code } } }',
    invalid,
    analyst,
  ),
  operation('members by their names', '{ learningGroup(code: "G") { members { names } } }', invalid, analyst),
  operation(
    'pseudonyms',
    '{ organisation(code: "womens-union") { releases { nodes { pseudonym } } } }',
    invalid,
    analyst,
  ),
  operation(
    'the number of people in a cell of three',
    '{ goal(code: "ADULTS_BASIC") { progress(commune: "14845", period: "2026-10") { contributions { organisation { code } share { people atMost } } } } }',
    {
      status: 200,
      // The goal has not gained ten people since the month before, so that up to nine may be more.
      text: expect.stringContaining(
        '{"organisation":{"code":"womens-union"},"share":{"people":0,"atMost":18}}',
      ) as unknown as string,
    },
    analyst,
  ),
  operation(
    'the number of people in a cell, by the bounds of all',
    '{ goal(code: "ADULTS_BASIC") { progress(commune: "14845") { people { lower } } } }',
    { status: 200, data: { goal: { progress: { people: { lower: 0 } } } } },
    analyst,
  ),
  operation(
    'a cell of three by what the province has more than the rest',
    '{ goal(code: "ADULTS_BASIC") { progress { contributions { share { people } } } progressByCommune(first: 500) { nodes { communeCode contributions { share { people atMost } } } } } }',
    { text: expect.not.stringMatching(/"people":3\b/) as unknown as string },
    analyst,
  ),
  operation(
    'everything that was released, for a person’s number or name',
    '{ organisation(code: "womens-union") { releases(first: 1) { nodes { header } } } learningGroups { nodes { code name leaderRole foundedOn members { people } } } }',
    { text: expect.not.stringMatching(new RegExp(`${plantedName}|${plantedNumber}`)) as unknown as string },
    analyst,
  ),
  operation(
    'an aggregate of a commune that is none',
    '{ goal(code: "ADULTS_BASIC") { progress(commune: "99999") { people { lower } } } }',
    { status: 200 },
    analyst,
  ),
  group('a group by SQL that is always true', "' OR '1'='1", malformed),
  group('a group by SQL that goes on', "G'; drop table learning_group; --", malformed),
  group('a group by a union of SQL', "x' UNION SELECT citizen_number FROM group_member --", malformed),
  group('a group by a wildcard', '%', malformed),
  group('a group by nothing', '', malformed),
  group('a group by another’s code with a space', 'G ', malformed),
  group('a group by a code in small letters', 'g'),
  group('a group by a person’s number', plantedNumber),
  group('a group by a code of 100 kB', 'G'.repeat(100_000), malformed),
  group('a group by a template', '${process.env}{{7*7}}', malformed),
  search('communes by a wildcard of SQL', '%', 0),
  search('communes by another wildcard', '_', 0),
  search('communes by a quote', "'", 0),
  search('communes by a backslash', '\\', 0),
  page('a page of less than nothing', { first: -1 }),
  page('a page of 501', { first: 501 }),
  page('a page after a cursor that is none', { after: 'x' }),
  page('a page after a cursor of SQL', { after: cursor("' OR 1=1 --") }),
  page('a page after a cursor with __proto__', {
    after: Buffer.from('{"__proto__":{"code":"1"}}').toString('base64url'),
  }),
  page('a page after a cursor of 10 kB', { after: cursor('x'.repeat(10_000)) }),
  operation(
    'another list’s cursor',
    `{ learningGroups(after: "${cursor(['14845', '1'])}") { nodes { code } } }`,
    { data: { learningGroups: null } },
    analyst,
  ),
  operation('a period that is none', '{ goal(code: "PUPILS") { progress(period: "2026-13") { ratio } } }', {
    codes: expect.not.arrayContaining(['INTERNAL_SERVER_ERROR']) as unknown as string[],
  }),
  operation('a period of another era', '{ goal(code: "PUPILS") { progress(period: "999999-Q1") { ratio } } }', {
    codes: expect.not.arrayContaining(['INTERNAL_SERVER_ERROR']) as unknown as string[],
  }),
];

/** Requests for records of other callers, by invented ids. */
export const foreignRecords: AttackClass = { name: 'ids of others’ records', attacks };
