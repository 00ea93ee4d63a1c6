import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Issuer, IssuerMetadata } from '../identity/issuer.js';
import { looseEntry } from '../../../test/support/loose-entry.js';
import { IssuerOrigins } from './issuer-origins.js';
import { portalEndpoints } from './portal-endpoints.js';
import { portalSettings } from './portal-settings.js';

const issuer: Issuer = { url: 'https://id.example/realm', audience: 'hub', maxLifetime: 600, development: false };
const metadata: IssuerMetadata = {
  issuer: issuer.url,
  jwks_uri: 'https://keys.example/jwks',
  token_endpoint: 'https://token.example/token',
  revocation_endpoint: 'https://id.example/revoke',
};

describe('the origins at which a browser asks an issuer', () => {
  const faults: unknown[] = [];
  let clock = 0;
  const origins = (fetch: (issuer: Issuer) => Promise<IssuerMetadata>, of = issuer) =>
    new IssuerOrigins(
      of,
      (fault) => faults.push(fault),
      fetch,
      () => clock,
    );

  afterEach(() => {
    faults.length = 0;
    clock = 0;
  });

  test('are its own and those of its endpoints, each once; it is asked again after ten minutes', async () => {
    const fetch = jest.fn(() => Promise.resolve(metadata));
    const known = origins(fetch);
    const expected = ['https://id.example', 'https://token.example'];
    expect(await known.known()).toEqual(expected);
    expect(await known.known()).toEqual(expected);
    expect(fetch).toHaveBeenCalledTimes(1);
    clock = 600_001;
    expect(await known.known()).toEqual(expected);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('are its own alone where it does not answer, and it is asked again ten seconds later', async () => {
    const fetch = jest.fn<(issuer: Issuer) => Promise<IssuerMetadata>>();
    fetch.mockRejectedValueOnce(new Error('away')).mockResolvedValue(metadata);
    const known = origins(fetch);
    expect(await known.known()).toEqual(['https://id.example']);
    expect(await known.known()).toEqual(['https://id.example']);
    expect(faults).toEqual([new Error('away')]);
    clock = 10_001;
    expect(await known.known()).toContain('https://token.example');
  });

  test('have none that another on the way could answer for, unless for development', async () => {
    const open = { ...metadata, token_endpoint: 'http://token.example/token' };
    expect(await origins(() => Promise.resolve(open)).known()).toEqual(['https://id.example']);
    const here = origins(() => Promise.resolve(open), { ...issuer, development: true });
    expect(await here.known()).toEqual(['https://id.example', 'http://token.example']);
  });

  test('keep a page waiting for a second at most', async () => {
    const known = origins(() => new Promise<never>(() => undefined));
    expect(await known.known()).toEqual(['https://id.example']);
  });
});

describe('the page of a hub whose issuer has its tokens elsewhere', () => {
  let provider: Server;
  let hub: FastifyInstance;
  let hubUrl: string;

  beforeAll(async () => {
    provider = createServer((request, response) => {
      const { port } = provider.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ issuer: url, jwks_uri: `${url}/jwks`, token_endpoint: 'http://127.0.0.2:99/token' }),
      );
      request.resume();
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const own = new IssuerOrigins({ ...issuer, url, development: true }, () => undefined);
    hub = Fastify();
    const page = { type: 'text/html', plain: Buffer.from('<!doctype html>') };
    const portal = { page, assets: new Map(), files: new Map() } as Parameters<typeof portalEndpoints>[2];
    portalEndpoints(
      hub,
      looseEntry(hub.log),
      portal,
      portalSettings(issuer, {}),
      () => [],
      () => own.known(),
    );
    hubUrl = await hub.listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(async () => {
    await hub.close();
    provider.close();
  });

  test.each(['/', '/goals/ADULTS_BASIC', '/explorer'])('may ask both at %s', async (path) => {
    const response = await fetch(`${hubUrl}${path}`, { headers: { accept: 'text/html' } });
    const { port } = provider.address() as AddressInfo;
    expect(response.headers.get('content-security-policy')).toContain(
      `connect-src 'self' http://127.0.0.1:${port} http://127.0.0.2:99;`,
    );
  });
});
