import { once } from 'node:events';
import { type IncomingMessage, request as ask } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningIssuer, startIssuer } from '../../test/support/issuer.js';

let issuer: RunningIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const signIn = '/auth?client_id=hub-portal';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const otherSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

async function statusOf(path: string, headers: Record<string, string>, body?: string): Promise<number | undefined> {
  const request = ask(issuer.url + path, { method: body === undefined ? 'GET' : 'POST', headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test.each([
  ['asks for a token', '/token', { ...form, ...otherSite }, 'grant_type=x', 403],
  ['reads the keys', '/jwks', { ...otherSite, 'sec-fetch-mode': 'cors' }, undefined, 403],
  ['gives its name to this machine', '/jwks', { host: 'evil.example' }, undefined, 421],
])('refuses a page of another site that %s', async (_what, path, headers, body, status) => {
  expect(await statusOf(path, headers, body)).toBe(status);
});

test('answers programs, the portal, and a browser that comes by a link', async () => {
  const portal = { origin: 'http://localhost:4100', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
  expect(await statusOf('/jwks', {})).toBe(200);
  expect(await statusOf('/jwks', portal)).toBe(200);
  // The issuer refuses the form's content, so the request has passed the check of origins.
  expect(await statusOf('/token', { ...form, ...portal }, 'grant_type=x')).toBe(400);
  expect(await statusOf('/token', form, 'grant_type=x')).toBe(400);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect(await statusOf(signIn, link)).not.toBe(403);
  // The page of the choice sends no referrer.
  const chosen = { ...form, origin: 'null', 'sec-fetch-site': 'same-origin' };
  expect(await statusOf('/choose/none?person=analyst', chosen, '')).toBe(400);
});
