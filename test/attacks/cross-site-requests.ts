import { expect } from '@jest/globals';
import { rawPost, sendRaw, type Told } from './support/client.js';
import type { Attack, AttackClass } from './support/attack.js';

const evil = 'https://evil.example';
const query = '{"query":"{ goals { code } }"}';
const search = `/graphql?query=${encodeURIComponent('{ goals { code } }')}`;
const closed = expect.not.objectContaining({ 'access-control-allow-origin': expect.anything() });

const posts = (
  name: string,
  type: string | undefined,
  body: string,
  expected: Partial<Told> = { status: 415, data: undefined },
): Attack => ({
  name,
  attack: ({ hub }) =>
    hub.fetch('/graphql', {
      method: 'POST',
      headers: { origin: evil, ...(type !== undefined && { 'content-type': type }) },
      body: type === undefined ? Buffer.from(body) : body,
    }),
  expected: { ...expected, headers: closed },
});
const gets = (name: string, path: string, headers: Record<string, string>, expected: Partial<Told>): Attack => ({
  name,
  attack: ({ hub }) => hub.fetch(path, { headers: { origin: evil, ...headers } }),
  expected: { ...expected, headers: closed },
});
const method = (name: string, verb: string, headers: Record<string, string>, expected: Partial<Told>): Attack => ({
  name,
  attack: ({ hub }) => hub.fetch('/graphql', { method: verb, headers: { origin: evil, ...headers } }),
  expected: { ...expected, headers: closed },
});

const attacks: Attack[] = [
  posts('a form of plain text', 'text/plain', query),
  posts(
    'a form that is urlencoded',
    'application/x-www-form-urlencoded',
    `query=${encodeURIComponent('{ goals { code } }')}`,
  ),
  posts(
    'a form in parts',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ goals { code } }"}\r\n--b--',
  ),
  posts('a request without a type', undefined, query),
  posts('a type that names JSON as a parameter', 'text/plain; application/json', query),
  posts('a type that has JSON in quotes', 'text/plain; x="application/json"', query),
  posts('two types', 'text/plain, application/json', query),
  posts('a type that begins like JSON', 'application/jsonx', query),
  posts('a text that is a list of operations', 'text/plain', `[${query}]`),
  gets('a link', search, {}, { status: 400, data: undefined }),
  gets('a picture', search, { accept: 'image/*' }, { status: 406, data: undefined }),
  gets('a link with the type of a form', search, { 'content-type': 'text/plain' }, { status: 400, data: undefined }),
  ...['message/http', 'text/html', 'application/jsonx', 'image/svg+xml', 'x/y'].map((type) =>
    gets(`a link with the type ${type}`, search, { 'content-type': type }, { status: 400, data: undefined }),
  ),
  gets('a link with a type that is none', search, { 'content-type': 'x' }, { status: 400, data: undefined }),
  gets(
    'a link with an empty header of preflight',
    search,
    { 'apollo-require-preflight': '' },
    { status: 400, data: undefined },
  ),
  gets(
    'a link with a header of preflight',
    search,
    { 'apollo-require-preflight': 'true' },
    { status: 400, data: undefined },
  ),
  gets('a link as JSON', search, { 'content-type': 'application/json' }, { status: 400, data: undefined }),
  ...['no-cors', 'navigate'].map((mode) => ({
    name: `a link that says no more than ${mode}`,
    attack: ({ hub }: Parameters<Attack['attack']>[0]) =>
      hub.fetch(search, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode } }),
    expected: { status: 400, data: undefined, headers: closed },
  })),
  gets(
    'a link to what changes something',
    `/graphql?query=${encodeURIComponent('mutation { __typename }')}`,
    { 'apollo-require-preflight': 'true' },
    { data: undefined },
  ),
  gets('a link to metrics', '/metrics', { host: 'evil.example' }, {}),
  method(
    'a question whether it may',
    'OPTIONS',
    { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    { status: 405 },
  ),
  method('HEAD', 'HEAD', {}, { status: 405 }),
  method('PUT', 'PUT', {}, { status: 405 }),
  method('DELETE', 'DELETE', {}, { status: 405 }),
  {
    name: 'a method that another header names',
    attack: ({ hub }) =>
      hub.fetch(`/graphql?query=${encodeURIComponent('mutation { __typename }')}`, {
        headers: { 'x-http-method-override': 'POST' },
      }),
    expected: { data: undefined },
  },
  {
    name: 'a page that shows the answer in a frame of its own',
    attack: ({ hub }) => hub.fetch('/'),
    expected: {
      status: 200,
      headers: { 'content-security-policy': expect.stringContaining("frame-ancestors 'none'") },
    },
  },
  {
    name: 'a name that was made to lead here, for metrics',
    attack: ({ hub }) => sendRaw(hub.url, ['GET /metrics HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n']),
    expected: { status: 404 },
  },
  {
    name: 'a form of plain text with a body in two requests',
    attack: ({ hub }) => sendRaw(hub.url, [rawPost(query, { 'content-type': 'text/plain' })]),
    expected: { status: 415 },
  },
];

/** What a page of another site has a browser send. */
export const crossSiteRequests: AttackClass = { name: 'cross-site requests', attacks };
