import { createHash, createPublicKey, diffieHellman, type JsonWebKey, type KeyObject } from 'node:crypto';
import {
  type KeyEnvelopeContent,
  PeopleSketch,
  personTokens,
  pseudonymOf,
  sealKeys,
  sealSketches,
} from '@hub/protocol';
import { privateKeyOf, publicKeyOf, signingKeyOf, type TestKeyName } from './test-keys.js';

const period = { id: 'test', secret: Buffer.alloc(32, 12) };
const head = { organisation: 'youth-union', goal: 'ADULTS_BASIC', month: '2026-11', key: 'test.1.00000000' };

/** What each recipient of an envelope must come to. */
export interface OpenedBy {
  readonly recipient: string;
  readonly key: TestKeyName;
  /** Z of ECDH, and what Concat KDF makes of it, both in hexadecimal. */
  readonly secret: string;
  readonly derived: string;
}

/** The contents of the vectors' envelopes, and their names. */
export const envelopeContents: readonly { what: string; content: KeyEnvelopeContent }[] = [
  {
    what: 'the key of a reporting period',
    content: {
      format: 1,
      kind: 'period keys',
      from: 'womens-union',
      keys: { '2026-11': period.secret.toString('base64url') },
    },
  },
  {
    what: 'the next key of pseudonyms',
    content: {
      ...{
        format: 1,
        kind: 'pseudonym key',
        from: 'womens-union',
        version: 2,
        after: '0123456789abcdef0123456789abcdef',
      },
      key: 'test-key-of-version-2-0123456789abcdef',
    },
  },
];
export const recipients: readonly [string, TestKeyName][] = [
  ['youth-union', 'organisationSealing'],
  ['university', 'otherSealing'],
];

/** What RFC 7518, 4.6.2 derives with SHA-256 in one round: 256 bits for an algorithm, no party named. */
export function concatKdf(secret: Buffer, algorithm: string): Buffer {
  const uint32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const name = Buffer.from(algorithm);
  const info = [uint32(name.length), name, uint32(0), uint32(0), uint32(256)];
  return createHash('sha256')
    .update(Buffer.concat([uint32(1), secret, ...info]))
    .digest();
}

function derivedBy(key: TestKeyName, epk: JsonWebKey, algorithm: string) {
  const publicKey: KeyObject = createPublicKey({ key: epk, format: 'jwk' });
  const secret = diffieHellman({ privateKey: privateKeyOf(key), publicKey });
  return { secret: secret.toString('hex'), derived: concatKdf(secret, algorithm).toString('hex') };
}

/** `envelopes/envelopes.json`. Its random parts differ each time that the file is written. */
export async function envelopeVectors(): Promise<object> {
  const to = new Map(recipients.map(([code, key]) => [code, publicKeyOf(key)]));
  const signer = signingKeyOf('organisation');
  const envelopes = [];
  for (const { what, content } of envelopeContents) {
    const envelope = await sealKeys(content, to, signer);
    const { payload } = JSON.parse(envelope) as { payload: string };
    const jwe = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      recipients: { header: { epk: JsonWebKey } }[];
    };
    const openedBy = recipients.map(([recipient, key], index): OpenedBy => ({
      ...{ recipient, key },
      ...derivedBy(key, jwe.recipients[index]?.header.epk ?? {}, 'ECDH-ES+A256KW'),
    }));
    envelopes.push({ what, keyId: signer.id, envelope, openedBy, content });
  }
  return { envelopes };
}

/** `sketches/sealed.json`: the sealed sketches of a goal and month in two places. They, too, differ each time. */
export async function sealedVectors(): Promise<object> {
  const tokenOf = personTokens(period);
  const pseudonyms = ['999180000001', '999180000002', '999180000003'].map((number) =>
    pseudonymOf(number, [Buffer.from('test-key-of-version-1-0123456789abcdef')]),
  );
  const sketchOf = (people: readonly string[]) => {
    const sketch = new PeopleSketch();
    for (const pseudonym of people) sketch.add(tokenOf(pseudonym));
    return sketch.toBytes();
  };
  const sketches = new Map([
    ['14758 2025-07-01', sketchOf(pseudonyms.slice(0, 2))],
    ['38 2025-07-01', sketchOf(pseudonyms)],
  ]);
  const sealed = await sealSketches(head, sketches, publicKeyOf('movementSealing'));
  const [protectedHead = ''] = sealed.split('.');
  const { epk } = JSON.parse(Buffer.from(protectedHead, 'base64url').toString()) as { epk: JsonWebKey };
  return {
    ...{ head, period: period.secret.toString('base64url'), pseudonyms },
    sketches: [...sketches].map(([place, bytes]) => ({ place, bytes: Buffer.from(bytes).toString('base64url') })),
    ...{ key: 'movementSealing', ...derivedBy('movementSealing', epk, 'A256GCM') },
    sealed,
    digest: createHash('sha256').update(sealed).digest('base64url'),
  };
}
