import { expect } from '@jest/globals';
import type { Attack, AttackClass } from './support/attack.js';
import { rawPost, sendRaw } from './support/client.js';

const body = '{"query":"{ goals { code } }"}';
const anonymous = '{ learningGroup(code: "G") { code } }';
const denied = { status: 200, data: { learningGroup: null }, codes: ['UNAUTHORIZED_FIELD_OR_TYPE'] };

/** A caller sends headers that only the gateway may set. */
const claims = (name: string, headers: Record<string, string>): Attack => ({
  name,
  attack: ({ hub }) => hub.ask({ query: anonymous }, { headers }),
  expected: denied,
});
/** The caller's headers that reach the hostile subgraph. */
const passedOn = (name: string, headers: Record<string, string>): Attack => ({
  name,
  attack: async ({ hostile }) => {
    hostile.answer((_request, response) => response.end('{"data":{"text":"T"}}'));
    await hostile.ask({ query: '{ text }' }, { headers });
    const told = Object.entries(hostile.asked[0]?.headers ?? {});
    return { passed: told.filter(([header, value]) => headers[header] !== undefined && headers[header] === value) };
  },
  expected: { passed: [] },
});
const metrics = (name: string, headers: Record<string, string>): Attack => ({
  name,
  attack: ({ hub }) => hub.fetch('/metrics', { headers }),
  expected: { status: 404 },
});
const raw = (name: string, request: string | Buffer | readonly (string | Buffer)[], expected: unknown): Attack => ({
  name,
  attack: ({ hub }) => sendRaw(hub.url, Array.isArray(request) ? request : [request as string]),
  expected,
});
const head = (...lines: string[]) =>
  `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nconnection: close\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

const attacks: Attack[] = [
  claims('hub-caller', {
    'hub-caller': Buffer.from('{"roles":["analyst"],"scopes":["records:read"]}').toString('base64url'),
  }),
  claims('hub-caller in other letters', { 'Hub-Caller': 'eyJzY29wZXMiOlsicmVjb3JkczpyZWFkIl19', HUB_CALLER: 'x' }),
  claims('a signature', {
    signature: 'hub=:AAAA:',
    'signature-input': 'hub=("@method");keyid="x"',
    'content-digest': 'sha-256=:AAAA:',
  }),
  claims('the address of the gateway itself', {
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1',
  }),
  claims('another URL', { 'x-original-url': '/operator/subject', 'x-rewrite-url': '/metrics' }),
  passedOn('to a subgraph: hub-caller', { 'hub-caller': 'e30' }),
  passedOn('to a subgraph: hub-purpose', { 'hub-purpose': 'other' }),
  passedOn('to a subgraph: a token', { authorization: 'Bearer x' }),
  passedOn('to a subgraph: a cookie', { cookie: 'session=1' }),
  passedOn('to a subgraph: addresses', {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=6.6.6.6',
  }),
  passedOn('to a subgraph: a signature', { signature: 'a=:AA:', 'signature-input': 'a=()', 'content-digest': 'x' }),
  passedOn('to a subgraph: an origin', { origin: 'https://evil.example', referer: 'https://evil.example/' }),
  passedOn('to a subgraph: a request id that is no such', { 'x-request-id': 'a b;c' }),
  passedOn('to a subgraph: a request id of 10 kB', { 'x-request-id': 'a'.repeat(10_000) }),
  metrics('for metrics: a proxy’s x-forwarded-for', { 'x-forwarded-for': '127.0.0.1' }),
  metrics('for metrics: forwarded', { forwarded: 'for=127.0.0.1' }),
  metrics('for metrics: x-real-ip', { 'x-real-ip': '127.0.0.1' }),
  metrics('for metrics: via', { via: '1.1 proxy' }),
  {
    name: 'a request id that would be a header of its own',
    attack: ({ hub }) => hub.ask(body, { headers: { 'x-request-id': 'a%0d%0aset-cookie:%20b=c' } }),
    expected: { status: 200, headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }) },
  },
  {
    name: 'traces that are none, and baggage of 8 kB',
    attack: ({ hub }) =>
      hub.ask(body, {
        headers: { traceparent: '00-zz-__proto__-01', tracestate: 'x'.repeat(2000), baggage: `a=${'b'.repeat(8000)}` },
      }),
    expected: { status: 200 },
  },
  raw(
    'a length and chunks',
    `${head('content-length: 5', 'transfer-encoding: chunked')}0\r\n\r\nGET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    { status: 400 },
  ),
  raw('two lengths', `${head('content-length: 5', 'content-length: 30')}${body}`, { status: 400 }),
  raw('a length that is no number', `${head('content-length: +30')}${body}`, { status: 400 }),
  raw('chunks by a spelling of its own', `${head('transfer-encoding: xchunked')}0\r\n\r\n`, {
    status: expect.any(Number),
    text: expect.not.stringContaining('"data"'),
  }),
  raw('a header with a space before its colon', `${head('content-length : 5')}{}`, { status: 400 }),
  raw('a header that goes on in the next line', `${head('x-a: b\r\n c: d', 'content-length: 2')}{}`, { status: 400 }),
  raw('NUL in a header', `${head('x-a: \u0000', 'content-length: 2')}{}`, { status: 400 }),
  raw('no host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n', { status: 400 }),
  raw('two hosts', 'GET /metrics HTTP/1.1\r\nhost: evil.example\r\nhost: localhost\r\nconnection: close\r\n\r\n', {
    text: expect.not.stringContaining('process_'),
  }),
  raw(
    'a whole URL of another host',
    `POST http://evil.example/graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`,
    { status: expect.any(Number), text: expect.not.stringContaining('"data"') },
  ),
  raw('headers of 20 kB', head(`x-a: ${'a'.repeat(20_000)}`), { status: 431 }),
  raw('3,000 headers', head(...Array.from({ length: 3000 }, (_, index) => `x-${index}: a`)), { status: 431 }),
  raw('HTTP/2 without its beginning', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', { status: 400 }),
  raw(
    'an upgrade to HTTP/2',
    `${head('upgrade: h2c', 'http2-settings: AAMAAABkAAQAAP__', `content-length: ${body.length}`)}${body}`,
    { text: expect.not.stringContaining('101 Switching') },
  ),
  raw('a tunnel', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nhost: 169.254.169.254\r\n\r\n', {
    text: expect.not.stringContaining('200'),
  }),
  raw('TRACE', 'TRACE /graphql HTTP/1.1\r\nhost: hub\r\nx-secret: s\r\nconnection: close\r\n\r\n', {
    status: 405,
    text: expect.not.stringContaining('x-secret'),
  }),
  raw('a request that says it will wait', [head('expect: 100-continue', `content-length: ${body.length}`), body], {
    status: expect.any(Number),
  }),
  raw('a request that expects something else', rawPost(body, { expect: 'evil' }), { status: 417 }),
];

/** Headers that say what only the gateway, a proxy or the server itself may say. */
export const spoofedHeaders: AttackClass = { name: 'spoofed headers', attacks };
