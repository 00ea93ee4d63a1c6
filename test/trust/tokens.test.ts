import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningGateway, startGateway } from '../federation/support/gateway.js';
import { serveSubgraphs, subgraphUrl, typeDefs } from '../federation/support/subgraphs.js';

const graph = {
  a: {
    typeDefs: 'type Query { open: String  known: String @authenticated }',
    resolvers: { Query: { open: () => 'o', known: () => 'SECRET' } },
  },
};
const audience = 'hub';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const attackers = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const rs256 = (text: string, key: KeyObject) => sign('sha256', Buffer.from(text), key).toString('base64url');

describe('a forged token', () => {
  let gateway: RunningGateway;
  let subgraphs: Server;
  /** The issuer. It also records other requests to its machine. */
  let issuer: Server;
  let url: string;
  let fetched: string[];
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  const log: string[] = [];

  beforeAll(async () => {
    fetched = [];
    issuer = createServer((request, response) => {
      fetched.push(String(request.url));
      const isKeys = request.url === '/jwks';
      const key = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' };
      response.end(JSON.stringify(isKeys ? { keys: [key] } : { issuer: url, jwks_uri: `${url}/jwks` }));
    }).listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    subgraphs = await serveSubgraphs(graph);
    const { supergraphSdl = '' } = composeServices([
      { name: 'a', url: subgraphUrl(subgraphs, 'a'), typeDefs: typeDefs(graph.a) },
    ]);
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraphSdl);
    const environment = { TOKEN_ISSUER: url, TOKEN_AUDIENCE: audience, HUB_DEVELOPMENT: 'true' };
    gateway = await startGateway(file, (line) => log.push(line), environment);
  });
  afterAll(async () => {
    await gateway.stop();
    for (const server of [issuer, subgraphs]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true });
  });

  /** The address of the token metadata in a challenge (RFC 9728). */
  const whereToAsk = () => `resource_metadata="${gateway.url}/.well-known/oauth-protected-resource"`;
  const claims = () => ({ iss: url, aud: audience, sub: 'lan', exp: seconds(300), iat: seconds(0) });
  const token = (header: object = {}, payload: object = {}, key: KeyObject = rsa.privateKey) => {
    const text = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: 'k', ...header })}.${encode({ ...claims(), ...payload })}`;
    return `${text}.${rs256(text, key)}`;
  };
  const ask = async (authorization?: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: '{"query":"{ open known }"}',
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };

  test('has a genuine one beside it that is taken', async () => {
    expect((await ask(`Bearer ${token()}`)).text).toBe('{"data":{"open":"o","known":"SECRET"}}');
    expect((await ask(`bearer ${token()}`)).status).toBe(200);
  });

  test('is no worse than none: whoever shows none sees what is open', async () => {
    const { status, text } = await ask();
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ data: { open: 'o', known: null } });
  });

  const unsigned = (alg: string) => `${encode({ alg, typ: 'JWT' })}.${encode(claims())}.`;
  const hmac = (header: object, secret: string | Buffer) => {
    const text = `${encode({ alg: 'HS256', kid: 'k', ...header })}.${encode(claims())}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const altered = (part: number, change: (text: string) => string) =>
    token()
      .split('.')
      .map((text, index) => (index === part ? change(text) : text))
      .join('.');

  test.each<[string, () => string]>([
    ['that is not signed', () => unsigned('none')],
    ['that is not signed, in other letters', () => unsigned('nOnE')],
    ['without a signature', () => altered(2, () => '')],
    ['with another’s signature', () => altered(2, () => token({}, { sub: 'x' }).split('.')[2] ?? '')],
    ['whose signature is cut', () => altered(2, (text) => text.slice(0, -8))],
    ['whose claims were changed', () => altered(1, () => encode({ ...claims(), sub: 'admin' }))],
    ['whose header was changed', () => altered(0, () => encode({ alg: 'RS256', kid: 'k', typ: 'x' }))],
    ['signed with the public key as a shared secret', () => hmac({}, publicPem)],
    [
      'signed with the modulus as a shared secret',
      () => hmac({}, Buffer.from(rsa.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')),
    ],
    ['signed with an empty secret', () => hmac({}, '')],
    ['signed with another key', () => token({}, {}, attackers.privateKey)],
    [
      'signed with the key that it carries',
      () => token({ jwk: attackers.publicKey.export({ format: 'jwk' }) }, {}, attackers.privateKey),
    ],
    [
      'signed with a key where it says it is',
      () => token({ jku: `${url}/evil-jwks`, kid: 'evil' }, {}, attackers.privateKey),
    ],
    [
      'signed with a certificate where it says it is',
      () => token({ x5u: `${url}/evil-cert`, kid: 'evil' }, {}, attackers.privateKey),
    ],
    ['of another algorithm than its key', () => token({ alg: 'PS256' })],
    ['of an unknown key', () => token({ kid: 'unknown' })],
    ['whose key id is a path', () => token({ kid: '../../../../dev/null' })],
    ['whose key id is a URL', () => token({ kid: `${url}/evil-kid` })],
    ['whose key id is a property of every object', () => token({ kid: '__proto__' })],
    ['whose key id is no text', () => token({ kid: { k: 1 } })],
    ['with an extension that must be understood', () => token({ crit: ['evil'], evil: true })],
    ['of another type, as an ID token is', () => token({ typ: 'JWT' })],
    ['of no type', () => token({ typ: undefined })],
    ['that is good for a day', () => token({}, { exp: seconds(86_400) })],
    ['that does not say since when it is good', () => token({}, { iat: undefined })],
    ['issued tomorrow', () => token({}, { iat: seconds(86_400), exp: seconds(86_700) })],
    ['that never expires', () => token({}, { exp: undefined })],
    ['whose expiry is a text', () => token({}, { exp: '9999999999' })],
    ['that is not valid yet', () => token({}, { nbf: seconds(600) })],
    ['for another audience', () => token({}, { aud: 'other' })],
    ['for an audience that has the hub’s in it', () => token({}, { aud: 'hub.evil.example' })],
    ['for nobody', () => token({}, { aud: undefined })],
    ['of another issuer', () => token({}, { iss: 'http://evil.example' })],
    ['of an issuer whose name begins alike', () => token({}, { iss: `${url}.evil.example` })],
    ['of no issuer', () => token({}, { iss: undefined })],
    ['whose roles are no list', () => token({}, { roles: 'analyst' })],
    ['whose organisation is no name', () => token({}, { organisation: ['womens-union'] })],
    [
      'whose claims are no object',
      () => {
        const text = `${encode({ alg: 'RS256', kid: 'k' })}.${encode([claims()])}`;
        return `${text}.${rs256(text, rsa.privateKey)}`;
      },
    ],
    ['that is no JSON', () => 'e30.bm90IGpzb24.c2ln'],
    ['that is no token', () => 'token'],
    ['that is encrypted', () => 'e30.e30.e30.e30.e30'],
    ['that is very long', () => token({}, { more: 'x'.repeat(9000) })],
  ])('%s is refused, and told nothing', async (_, forge) => {
    const { status, text, headers } = await ask(`Bearer ${forge()}`);
    expect({ status, text }).toEqual({
      status: 401,
      text: '{"errors":[{"message":"Expected a valid token, or none.","extensions":{"code":"UNAUTHENTICATED"}}]}',
    });
    expect(headers.get('www-authenticate')).toBe(`Bearer error="invalid_token", ${whereToAsk()}`);
  });

  test('that was genuine says that it has expired', async () => {
    const { status, text, headers } = await ask(`Bearer ${token({}, { iat: seconds(-360), exp: seconds(-60) })}`);
    expect([status, JSON.parse(text)]).toEqual([
      401,
      {
        errors: [
          { message: 'The token has expired: expected a new one, or none.', extensions: { code: 'TOKEN_EXPIRED' } },
        ],
      },
    ]);
    expect(headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", error_description="The token has expired", ${whereToAsk()}`,
    );
  });

  test.each(['Basic bGFuOmxhbg==', 'Bearer', 'Bearer a b', 'Digest x', 'null'])(
    'as %s is refused',
    async (authorization) => {
      expect((await ask(authorization)).status).toBe(401);
    },
  );

  test('has the gateway fetch nothing but what the issuer’s own metadata name, and that seldom', () => {
    expect(new Set(fetched)).toEqual(new Set(['/.well-known/openid-configuration', '/jwks']));
    expect(fetched.length).toBeLessThanOrEqual(4);
  });

  test('is in the log by its fault, and not by its text', () => {
    const refused = log
      .map((line) => JSON.parse(line) as { msg: string; reason?: string })
      .filter(({ msg }) => msg === 'token refused');
    expect(refused.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['ERR_JWT_CLAIM_VALIDATION_FAILED', 'ERR_JWKS_NO_MATCHING_KEY', 'claims']),
    );
    expect(log.join('')).not.toMatch(/eyJ[\w-]{20,}/);
  });
});
