import { expect } from '@jest/globals';
import { type Attack, type AttackClass, operation } from './support/attack.js';
import type { Told } from './support/client.js';

/** By the schema, or by an agreement where the caller has the scope, or the schema asks for none. */
const refused = [expect.stringMatching(/^(?:UNAUTHORIZED_FIELD_OR_TYPE|OUTSIDE_AGREEMENT)$/) as unknown as string];
const denied: Partial<Told> = { status: 200, codes: refused };
const records = '{ learningGroup(code: "G") { code members { people } } }';
const withoutRecords = { ...denied, data: { learningGroup: null } };
const share = '{ goal(code: "ADULTS_BASIC") { progress(commune: "14848") { contributions { share { people } } } } }';

/** Asks for records as nobody, with something that is no token. */
const instead = (name: string, headers: Record<string, string>, body: object = {}): Attack => ({
  name,
  attack: ({ hub }) => hub.ask({ query: records, ...body }, { headers }),
  expected: withoutRecords,
});

const attacks: Attack[] = [
  operation('records as nobody', records, withoutRecords),
  operation('records as an app', records, withoutRecords, 'app'),
  operation('records as an operator', records, withoutRecords, 'operator'),
  operation('records under another name', '{ a: learningGroup(code: "G") { b: code } }', {
    ...denied,
    data: { a: null },
  }),
  operation('records through a commune', '{ commune(code: "14845") { learningGroups { nodes { code } } } }', {
    ...denied,
    text: expect.not.stringContaining('"G"') as unknown as string,
  }),
  operation(
    'records in a fragment on the root',
    '{ ...F } fragment F on Query { ... on Query { learningGroup(code: "G") { code } } }',
    withoutRecords,
  ),
  operation('records by the name of their type', '{ learningGroup(code: "G") { __typename } }', withoutRecords),
  operation('how many records there are', '{ learningGroups { totalCount } }', { status: 200 }),
  operation(
    'records that are skipped by a condition',
    '{ learningGroup(code: "G") @include(if: true) { code @skip(if: false) } }',
    withoutRecords,
  ),
  operation('a share as nobody', share, denied),
  operation(
    'all communes’ progress as nobody',
    '{ goal(code: "PUPILS") { progressByCommune { nodes { people { lower } } } } }',
    {
      data: { goal: { progressByCommune: null } },
      codes: refused,
    },
  ),
  operation(
    'one commune’s progress as nobody',
    '{ goal(code: "PUPILS") { progress(commune: "14845") { people { lower } } } }',
    { text: expect.not.stringContaining('"lower"') as unknown as string },
  ),
  operation('releases as nobody', '{ organisation(code: "womens-union") { releases { totalCount } } }', {
    ...denied,
    data: { organisation: { releases: null } },
  }),
  operation(
    'what another organisation imported',
    '{ organisation(code: "womens-union") { imports { nodes { file } } } }',
    { ...denied, data: { organisation: { imports: null } } },
    'analyst',
  ),
  operation(
    'the audit log as an analyst',
    '{ audit { all { nodes { __typename } } } }',
    { ...denied, data: { audit: null } },
    'analyst',
  ),
  operation('the audit log as nobody', '{ audit { all { totalCount } } }', { codes: refused }),
  {
    name: 'another organisation’s audit log as staff',
    attack: ({ hub }) =>
      hub.ask(
        { query: '{ organisation(code: "youth-union") { audit { nodes { __typename } } } }' },
        { role: 'staff', organisation: 'womens-union' },
      ),
    expected: { ...denied, data: { organisation: { audit: null } } },
  },
  operation('the schema as nobody', '{ __schema { types { name } } }', {
    text: expect.not.stringContaining('LearningGroup') as unknown as string,
  }),
  operation('a type of the schema as nobody', '{ __type(name: "LearningGroup") { fields { name } } }', {
    text: expect.not.stringContaining('members') as unknown as string,
  }),
  operation('the schema in a fragment as nobody', '{ ...F } fragment F on Query { x: __schema { types { name } } }', {
    text: expect.not.stringContaining('LearningGroup') as unknown as string,
  }),
  instead('a cookie', { cookie: 'token=analyst; authorization=Bearer%20x' }),
  instead('roles in headers', {
    'x-roles': 'analyst',
    'x-hub-roles': 'analyst',
    'x-scopes': 'records:read',
    'hub-caller': 'eyJyb2xlcyI6WyJhbmFseXN0Il19',
  }),
  instead('a user in headers', {
    'x-user': 'analyst',
    'x-remote-user': 'analyst',
    'x-forwarded-user': 'analyst',
    'x-authenticated-userid': '1',
  }),
  instead('a token in another header', { 'x-authorization': 'Bearer x', 'proxy-authorization': 'Bearer x' }),
  instead(
    'a token in the extensions',
    {},
    { extensions: { authorization: 'Bearer x', token: 'x', roles: ['analyst'] } },
  ),
  instead('roles in the variables', {}, { variables: { roles: ['analyst'], caller: { scopes: ['records:read'] } } }),
  {
    name: 'a genuine token in the URL',
    attack: async ({ hub }) => {
      const token = (await hub.bearer('analyst')).slice(7);
      const query = encodeURIComponent(records);
      return hub.fetch(`/graphql?query=${query}&access_token=${token}&authorization=Bearer%20${token}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
    },
    expected: withoutRecords,
  },
  {
    name: 'a plan of the gateway as an app',
    attack: ({ hub }) =>
      hub.ask({ query: '{ goals { code } }' }, { role: 'app', headers: { 'x-hub-query-plan': 'true' } }),
    expected: { status: 200, text: expect.not.stringContaining('queryPlan') },
  },
  {
    name: 'records over server-sent events as nobody',
    attack: ({ hub }) => hub.ask({ query: records }, { headers: { accept: 'text/event-stream' } }),
    expected: { text: expect.not.stringContaining('"people"') },
  },
  {
    name: 'records that are deferred, as nobody',
    attack: ({ hub }) =>
      hub.ask(
        { query: '{ goals { code } ... @defer { learningGroup(code: "G") { code members { people } } } }' },
        { headers: { accept: 'multipart/mixed' } },
      ),
    expected: { text: expect.not.stringContaining('"people"') },
  },
  {
    name: 'a share in a subscription as nobody',
    attack: async ({ hub }) => {
      const left = new AbortController();
      const response = await fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-hub-purpose': 'statistics' },
        body: JSON.stringify({
          query: 'subscription { goalProgressChanged(goal: "ADULTS_BASIC") { contributions { share { people } } } }',
        }),
        signal: left.signal,
      });
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString();
        if (text.includes('\n\n')) break;
      }
      left.abort();
      return { text };
    },
    expected: { text: expect.stringContaining('UNAUTHORIZED_FIELD_OR_TYPE') },
  },
];

/** Ways around what a schema demands. */
export const authorizationDodges: AttackClass = { name: 'dodging what schemas demand', attacks };
