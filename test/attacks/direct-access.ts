import { subgraphs } from '@hub/runtime';
import { expect } from '@jest/globals';
import { told, type Told } from './support/client.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { Target } from './support/target.js';

const refused: Partial<Told> = { status: 401, data: undefined };
const organisations = subgraphs.map(({ code }) => code);

const ask = async ({ hub }: Target, code: string, path: string, init: RequestInit) =>
  told(await fetch(`${hub.subgraphUrl(code)}${path}`, init));
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const direct = (
  name: string,
  path: string,
  init: RequestInit,
  expected: unknown = refused,
  code = 'womens-union',
): Attack => ({
  name,
  attack: (target) => ask(target, code, path, init),
  expected,
});

const attacks: Attack[] = [
  ...organisations.flatMap((code) => [
    direct(`${code} for its schema`, '/graphql', post({ query: '{ _service { sdl } }' }), refused, code),
    direct(
      `${code} for its metrics`,
      '/metrics',
      {},
      { ...refused, text: expect.not.stringContaining('process_') },
      code,
    ),
  ]),
  direct(
    'a subgraph for entities',
    '/graphql',
    post({ query: '{ _entities(representations: [{ __typename: "LearningGroup", code: "G" }]) { __typename } }' }),
  ),
  direct('a subgraph about its schema', '/graphql', post({ query: '{ __schema { types { name } } }' })),
  direct('a subgraph by GET', '/graphql?query={__typename}', { headers: { 'apollo-require-preflight': 'true' } }),
  direct(
    'a subgraph for events',
    '/graphql',
    post({ query: 'subscription { __typename }' }, { accept: 'text/event-stream' }),
    refused,
    'movement',
  ),
  direct('a subgraph whether a page may', '/graphql', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example' },
  }),
  direct(
    'a subgraph as the gateway by name',
    '/graphql',
    post(
      { query: '{ __typename }' },
      { 'hub-caller': 'e30', 'x-forwarded-for': '127.0.0.1', 'user-agent': 'hub-gateway' },
    ),
  ),
  direct('a subgraph for a session', '/trust/session', post({ audience: 'womens-union', publicKey: 'x' })),
  direct('an operator’s endpoint without a token', '/operator/imports/group-members?file=a.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'x',
  }),
  direct('an operator’s endpoint with an empty token', '/operator/imports/group-members?file=a.csv', {
    method: 'POST',
    headers: { authorization: 'Bearer ', 'content-type': 'text/csv' },
    body: 'x',
  }),
  direct(
    'an operator’s endpoint about a person',
    '/operator/subject',
    post({ number: '038180123456', action: 'show' }, { authorization: 'Bearer x' }),
  ),
  direct('an operator’s endpoint by another way', '/operator/../operator/subject', post({})),
  direct('an operator’s endpoint in capitals', '/OPERATOR/subject', post({}), { status: 404 }),
  direct('an operator’s endpoint with two slashes', '//operator/subject', post({}), {
    status: expect.any(Number),
    text: expect.not.stringContaining('person'),
  }),
  direct(
    'the audit log’s endpoint for entries',
    '/operator/audit/entries',
    post({ records: [] }, { authorization: 'Bearer x' }),
    refused,
    'audit',
  ),
  direct(
    'the audit log’s endpoint to read it',
    '/operator/audit/entries',
    {},
    { data: undefined, status: expect.any(Number) },
    'audit',
  ),
  direct('a file beside a subgraph', '/../../../etc/passwd', {}, { status: 404 }),
  direct('a file beside a subgraph, by another spelling', '/%2e%2e/%2e%2e/etc/passwd', {}, { status: 404 }),
  {
    name: 'one organisation’s endpoint with another’s token',
    attack: async (target) => {
      const tokens = target.hub.operatorTokens('metrics');
      return ask(target, 'youth-union', '/metrics', { headers: { authorization: `Bearer ${tokens['womens-union']}` } });
    },
    expected: refused,
  },
  ...(
    [
      ['an import', 'metrics', '/operator/imports'],
      ['an import', 'people', '/operator/imports'],
      ['a person’s records', 'metrics', '/operator/subject'],
      ['a person’s records', 'import', '/operator/subject'],
      ['receipts', 'import', '/operator/receipts'],
      ['metrics', 'audit', '/metrics'],
    ] as const
  ).map(([what, scope, path]): Attack => ({
    name: `${what} with the operator’s token for ${scope}`,
    attack: async (target) => {
      const authorization = `Bearer ${target.hub.operatorTokens(scope)['womens-union']}`;
      const init =
        path === '/operator/subject' ? post({ action: 'show' }, { authorization }) : { headers: { authorization } };
      return ask(target, 'womens-union', path, init);
    },
    expected: { status: 403, text: expect.stringContaining('"FORBIDDEN"') },
  })),
  {
    name: 'a subgraph with an analyst’s token',
    attack: async (target) =>
      ask(
        target,
        'womens-union',
        '/graphql',
        post({ query: '{ __typename }' }, { authorization: await target.hub.bearer('analyst') }),
      ),
    expected: refused,
  },
];

/** Subgraphs that are asked by others than the gateway. */
export const directAccess: AttackClass = { name: 'asking subgraphs directly', attacks };
