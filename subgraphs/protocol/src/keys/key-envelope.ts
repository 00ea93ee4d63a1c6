import type { KeyObject } from 'node:crypto';
import type { NamedKey } from '../http-signature/signed-message.js';
import { FlattenedSign, flattenedVerify, GeneralEncrypt, generalDecrypt } from 'jose';
import { z } from 'zod';
import { firstIssue } from '../release/release-format.js';
import { periodKeysSchema } from './period-keys.js';
import { jsonIn } from '../sketch/sealed-sketches.js';

const format = z.literal(1);

/** Keys that organisations hand to each other: keys of periods, or the key of the next version of pseudonyms. */
const contentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ format, kind: z.literal('period keys'), from: z.string(), keys: periodKeysSchema }),
  z.strictObject({
    format,
    kind: z.literal('pseudonym key'),
    from: z.string(),
    version: z.int().min(2),
    /** The fingerprint of the former version's key. */
    after: z.string(),
    key: z.string().min(32),
  }),
]);

export type KeyEnvelopeContent = z.infer<typeof contentSchema>;

/** The kind of keys in an envelope. */
export type EnvelopeKind = KeyEnvelopeContent['kind'];

/** Thrown where an envelope of keys is invalid. */
export class EnvelopeFault extends Error {}

/** Distinguishes an envelope's signature from other signatures by the same key. */
const type = 'hub-keys+jwe';

const jwsSchema = z.strictObject({ payload: z.string(), protected: z.string(), signature: z.string() });
const jweSchema = z.looseObject({
  ciphertext: z.string(),
  recipients: z.array(z.looseObject({ header: z.looseObject({ kid: z.string() }) })),
});

/**
 * Seals keys for some organisations, and signs the envelope: a JWE in general JSON serialisation (RFC 7516,
 * ECDH-ES+A256KW over X25519, A256GCM), inside a JWS in flattened JSON serialisation (RFC 7515, EdDSA).
 * @param to the organisations' public keys, by organisation.
 * @returns the text of an envelope.
 */
export async function sealKeys(
  content: KeyEnvelopeContent,
  to: ReadonlyMap<string, KeyObject>,
  { id, key }: NamedKey,
): Promise<string> {
  const encrypt = new GeneralEncrypt(Buffer.from(JSON.stringify(content))).setProtectedHeader({ enc: 'A256GCM' });
  for (const [organisation, publicKey] of to) {
    encrypt.addRecipient(publicKey).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: organisation });
  }
  const sealed = Buffer.from(JSON.stringify(await encrypt.encrypt()));
  const signed = await new FlattenedSign(sealed).setProtectedHeader({ alg: 'EdDSA', typ: type, kid: id }).sign(key);
  return `${JSON.stringify(signed, null, 2)}\n`;
}

/** The organisation that opens an envelope, and the signers that it accepts. */
export interface Opener {
  readonly organisation: string;
  /** Its private sealing key. */
  readonly sealingKey: KeyObject;
  /** The maker's public keys. */
  readonly signers: readonly NamedKey[];
}

/**
 * Verifies an envelope's signature, and opens it.
 * @param kind the expected kind of keys.
 * @throws EnvelopeFault with the fault; the message contains no key.
 */
export async function openKeys<Kind extends EnvelopeKind>(
  text: string,
  kind: Kind,
  opener: Opener,
): Promise<Extract<KeyEnvelopeContent, { kind: Kind }>> {
  const sealed = await verified(text, opener.signers);
  const { data: jwe } = jweSchema.safeParse(jsonIn(sealed));
  if (!jwe) throw new EnvelopeFault('Expected sealed keys inside the signature, but got something else.');
  const recipients = jwe.recipients.map(({ header }) => header.kid);
  const { organisation, sealingKey } = opener;
  if (!recipients.includes(organisation)) {
    throw new EnvelopeFault(`Expected an envelope for ${organisation}, but it is for ${recipients.join(', ')}.`);
  }
  const { plaintext } = await generalDecrypt(jwe as Parameters<typeof generalDecrypt>[0], sealingKey, {
    keyManagementAlgorithms: ['ECDH-ES+A256KW'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch((error: unknown) => {
    throw new EnvelopeFault(
      `The envelope does not open with the sealing key of ${organisation} (${(error as Error).message}): it was sealed to another key of it.`,
    );
  });
  const { data: content, error } = contentSchema.safeParse(jsonIn(Buffer.from(plaintext)));
  if (!content) throw new EnvelopeFault(`Expected ${kind}: ${firstIssue(error)}.`);
  if (content.kind !== kind) throw new EnvelopeFault(`Expected an envelope with ${kind}, but it has ${content.kind}.`);
  return content as Extract<KeyEnvelopeContent, { kind: Kind }>;
}

/** The signed contents. @throws EnvelopeFault where none of the keys has signed it as an envelope. */
async function verified(text: string, signers: readonly NamedKey[]): Promise<Buffer> {
  const { data: jws } = jwsSchema.safeParse(jsonIn(Buffer.from(text)));
  if (!jws) throw new EnvelopeFault('Expected an envelope of keys (JSON with payload, protected and signature).');
  for (const { key } of signers) {
    const result = await flattenedVerify(jws, key, { algorithms: ['EdDSA'] }).catch(() => undefined);
    if (result?.protectedHeader?.typ === type) return Buffer.from(result.payload);
  }
  throw new EnvelopeFault(
    `Expected an envelope as one of the keys ${signers.map(({ id }) => id).join(', ')} has signed it, but its signature is another.`,
  );
}
