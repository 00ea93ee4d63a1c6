import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AttackedHub } from './support/attacked-hub.js';
import type { Attack, AttackClass } from './support/attack.js';

const refused = {
  status: 401,
  text: '{"errors":[{"message":"Expected a valid token, or none.","extensions":{"code":"UNAUTHENTICATED"}}]}',
};
const attackers = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const es256 = (text: string, key: KeyObject) =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** The parts of a genuine analyst's token, and the issuer's key, which an attacker does not have. */
async function genuine(hub: AttackedHub) {
  const [header = '', payload = '', signature = ''] = (await hub.bearer('analyst')).slice(7).split('.');
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  const jwk = JSON.parse(readFileSync(hub.issuer.keyFile, 'utf8')) as JsonWebKey;
  return {
    header,
    payload,
    signature,
    head: read(header),
    claims: read(payload),
    key: createPrivateKey({ key: jwk, format: 'jwk' }),
  };
}

type Genuine = Awaited<ReturnType<typeof genuine>>;

const forged = (name: string, forge: (token: Genuine) => string, expected: unknown = refused): Attack => ({
  name,
  attack: async ({ hub }) => {
    const token = forge(await genuine(hub));
    return hub.ask(
      { query: '{ learningGroup(code: "G") { code } }' },
      { headers: { authorization: `Bearer ${token}` } },
    );
  },
  expected,
});
/** Signed with the issuer's own key: what the issuer would never say. */
const saying = (name: string, change: object, header: object = {}) =>
  forged(name, ({ head, claims, key }) => {
    const text = `${encode({ ...head, ...header })}.${encode({ ...claims, ...change })}`;
    return `${text}.${es256(text, key)}`;
  });
const unsigned = (alg: string) =>
  forged(
    `a token without a signature, by the algorithm ${alg}`,
    ({ payload }) => `${encode({ alg, typ: 'JWT' })}.${payload}.`,
  );
const byPublicKey = (name: string, secret: (key: KeyObject) => string | Buffer) =>
  forged(name, ({ head, payload, key }) => {
    const text = `${encode({ ...head, alg: 'HS256' })}.${payload}`;
    return `${text}.${createHmac('sha256', secret(createPublicKey(key)))
      .update(text)
      .digest('base64url')}`;
  });

const attacks: Attack[] = [
  forged('none of all this: the genuine one', ({ header, payload, signature }) => `${header}.${payload}.${signature}`, {
    status: 200,
    data: { learningGroup: { code: 'G' } },
  }),
  unsigned('none'),
  unsigned('None'),
  unsigned('NONE'),
  unsigned(''),
  byPublicKey('the public key as a shared secret, in PEM', (key) => key.export({ type: 'spki', format: 'pem' })),
  byPublicKey('the public key as a shared secret, in DER', (key) => key.export({ type: 'spki', format: 'der' })),
  byPublicKey('the public key as a shared secret, as JWK', (key) => JSON.stringify(key.export({ format: 'jwk' }))),
  byPublicKey('nothing as a shared secret', () => ''),
  forged('another’s key', ({ header, payload }) => `${header}.${payload}.${es256(`${header}.${payload}`, attackers)}`),
  forged('the key that the token carries', ({ head, payload }) => {
    const text = `${encode({ ...head, jwk: createPublicKey(attackers).export({ format: 'jwk' }) })}.${payload}`;
    return `${text}.${es256(text, attackers)}`;
  }),
  forged(
    'a signature of zeros',
    ({ header, payload }) => `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
  ),
  forged(
    'a signature in DER',
    ({ header, payload, key }) =>
      `${header}.${payload}.${sign('sha256', Buffer.from(`${header}.${payload}`), key).toString('base64url')}`,
  ),
  forged(
    'other claims under a genuine signature',
    ({ header, claims, signature }) => `${header}.${encode({ ...claims, roles: ['auditor'] })}.${signature}`,
  ),
  forged(
    'a longer life under a genuine signature',
    ({ header, claims, signature }) => `${header}.${encode({ ...claims, exp: seconds(99_999) })}.${signature}`,
  ),
  forged(
    'another header under a genuine signature',
    ({ head, payload, signature }) => `${encode({ ...head, x: 1 })}.${payload}.${signature}`,
  ),
  saying('a token for too long', { exp: seconds(86_400) }),
  saying('a token without a beginning', { iat: undefined }),
  saying('an ID token', {}, { typ: 'JWT' }),
  saying('a token that never expires', { exp: undefined }),
  saying('a token that expires in a text', { exp: '9999999999' }),
  saying('a token that is not valid yet', { nbf: seconds(600) }),
  saying('a token for another audience', { aud: 'urn:other' }),
  saying('a token for no audience', { aud: undefined }),
  saying('a token of another issuer', { iss: 'https://evil.example' }),
  saying('a token whose roles are a text', { roles: 'analyst' }),
  saying('a token whose organisation is a list', { organisation: ['womens-union'] }),
  saying('a key that is not known', {}, { kid: 'unknown' }),
  saying('a key called __proto__', {}, { kid: '__proto__' }),
  saying('a key that is a path', {}, { kid: '../../etc/passwd' }),
  saying('an extension that must be understood', {}, { crit: ['b64'], b64: false }),
  forged('half a token', ({ header, payload }) => `${header}.${payload}`),
  forged(
    'a token of 10 kB',
    ({ header, payload, signature }) => `${header}.${payload}.${signature}${'A'.repeat(10_000)}`,
  ),
  forged('dots', () => '..'),
  {
    name: 'a token of another kind of authorization',
    attack: ({ hub }) =>
      hub.ask({ query: '{ goals { code } }' }, { headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } }),
    expected: refused,
  },
  {
    name: '200 tokens of keys that are not known, at once',
    attack: async ({ hub }) => {
      const { head, payload } = await genuine(hub);
      const asked = Array.from({ length: 200 }, (_, index) => {
        const text = `${encode({ ...head, kid: `unknown-${index}` })}.${payload}`;
        const authorization = `Bearer ${text}.${es256(text, attackers)}`;
        return hub.ask({ query: '{ goals { code } }' }, { headers: { authorization } });
      });
      return { statuses: [...new Set((await Promise.all(asked)).map(({ status }) => status))] };
    },
    expected: { statuses: [401] },
  },
];

/** Tokens that the issuer did not give. */
export const forgedTokens: AttackClass = { name: 'forged tokens', attacks };
