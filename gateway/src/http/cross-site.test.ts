import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { Cors, noOrigins } from './cors.js';
import { refuseCrossSite } from './cross-site.js';

const app = 'https://app.example';
const cors = new Cors(new Set([noOrigins, app]));
const host = 'hub.example';
const evil = 'https://evil.example';

describe('a GET request', () => {
  test.each<[string, IncomingHttpHeaders]>([
    ['of a program', {}],
    ['of a program that speaks as browsers do', { 'sec-fetch-mode': 'cors' }],
    ['of a page of this site', { 'sec-fetch-site': 'same-origin' }],
    ['of a page of this site, through a proxy', { 'sec-fetch-site': 'same-origin', origin: 'https://public.example' }],
    ['that a person typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['of a page of a site that may ask', { 'sec-fetch-site': 'cross-site', origin: app }],
    ['of a page of this site, by an older browser', { origin: `https://${host}` }],
    ['of a page of a site that may ask, by an older browser', { origin: app }],
  ])('%s is answered', (_, headers) => {
    expect(() => {
      refuseCrossSite({ host, ...headers }, cors);
    }).not.toThrow();
  });

  test('of a page of another site is answered in nobody’s name, unless that is off', () => {
    const ask = (headers: IncomingHttpHeaders) => () => {
      refuseCrossSite({ host, 'sec-fetch-site': 'cross-site', ...headers }, new Cors(new Set()));
    };
    expect(ask({ origin: evil })).not.toThrow();
    for (const headers of [{ origin: evil, cookie: 'a=b' }, { origin: evil, authorization: 'Bearer x' }, {}]) {
      expect(ask(headers)).toThrow();
    }
  });

  test.each<[string, IncomingHttpHeaders]>([
    ['script or picture of another site’s page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['link of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['page of a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['page of another site', { 'sec-fetch-site': 'cross-site', origin: evil }],
    ['page of another site, by an older browser', { origin: evil }],
    ['page that says not of which site it is', { origin: 'null' }],
    ['page of another site that a header vouches for', { origin: evil, 'apollo-require-preflight': 'true' }],
    ['page in a relation that is not known', { 'sec-fetch-site': 'other' }],
  ])('of a %s is refused', (_, headers) => {
    expect(() => {
      refuseCrossSite({ host, ...headers }, cors);
    }).toThrow(/^Expected a GET request of a program, .* got one of a page of another site\.$/);
  });
});
