import { expect, test } from '@jest/globals';
import { isLoopback, refuseForeign } from './own-requests.js';

const refused = (method: string, headers: Record<string, string>, isOfProgram = false) =>
  refuseForeign({ method, headers: { host: '127.0.0.1:4100', ...headers }, socket: { localPort: 4100 } }, isOfProgram)
    ?.status;
const json = { 'content-type': 'application/json; charset=utf-8' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['a program’s JSON', 'POST', json],
  ['a page’s own JSON', 'POST', { ...json, origin: 'http://127.0.0.1:4100', 'sec-fetch-site': 'same-origin' }],
  ['a page’s own form', 'POST', { ...form, origin: 'http://127.0.0.1:4100' }],
  ['its form, as it gives no referrer', 'POST', { ...form, origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['by a name of this machine', 'GET', { host: 'LOCALHOST:4100' }],
  ['by IPv6', 'GET', { host: '[::1]:4100' }],
  ['a link on another site', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['a typed address', 'GET', { 'sec-fetch-site': 'none' }],
])('lets in %s', (_what, method, headers) => {
  expect(refused(method, headers)).toBeUndefined();
});

test.each([
  ['another name for this machine', 'GET', { host: 'attacker.example:4100' }, 421],
  ['another port', 'GET', { host: '127.0.0.1:4101' }, 421],
  ['no host', 'GET', { host: '' }, 421],
  ['a text of another site', 'POST', { 'content-type': 'text/plain', origin: 'http://attacker.example' }, 403],
  ['a text of nobody', 'POST', { 'content-type': 'text/plain' }, 403],
  ['no content type', 'POST', {}, 403],
  ['a form of an old browser', 'POST', form, 403],
  ['JSON of another site', 'POST', { ...json, origin: 'http://attacker.example' }, 403],
  ['JSON of another port', 'POST', { ...json, 'sec-fetch-site': 'same-site' }, 403],
  ['a page without an origin', 'POST', { ...json, origin: 'null' }, 403],
  ['a frame without an origin', 'POST', { ...form, origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
  ['a request before one of another site', 'OPTIONS', { origin: 'http://attacker.example' }, 403],
  ['a picture of another site', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
])('refuses %s', (_what, method, headers, status) => {
  expect(refused(method, headers)).toBe(status);
});

test('lets programs say any content type where only they ask, but no other site', () => {
  expect(refused('POST', form, true)).toBeUndefined();
  expect(refused('POST', { ...form, origin: 'http://attacker.example' }, true)).toBe(403);
});

test('knows which servers are for this machine alone', () => {
  expect(
    ['127.0.0.1', '127.9.9.9', 'localhost', '::1', '0.0.0.0', '::', '10.0.0.1', 'hub.example'].map(isLoopback),
  ).toEqual([true, true, true, true, false, false, false, false]);
});
