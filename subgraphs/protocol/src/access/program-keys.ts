import { createHash } from 'node:crypto';
import { z } from 'zod';
import { programRoles } from './roles.js';

/** The most usable keys for programs. */
export const maxProgramKeys = 10_000;

/** The text of a key: a prefix for scanners of secrets, its id, and 256 random bits. */
const keyText = /^hubk_([a-z0-9]{12})_([0-9a-f]{64})$/;

/** The text of a key from its id and its secret. */
export function programKeySecret(id: string, secret: Buffer): string {
  return `hubk_${id}_${secret.toString('hex')}`;
}

/** The stored identifier of a key: SHA-256 over its text, in hexadecimal; undefined for a text that is no key. */
export function programKeyHash(text: string): string | undefined {
  return keyText.test(text) ? createHash('sha256').update(text).digest('hex') : undefined;
}

const name = z.string().min(1).max(255);

/** The limits of a key; the feed has their digest. */
export const keyTerms = z.object({
  /** The person or organisation that answers for it. */
  name,
  /** The issuer's identifier of the person who made it; absent where an operator's command did. */
  owner: name.nullish(),
  role: z.enum(programRoles),
  organisation: name.nullish(),
  scopes: z.array(name),
  purpose: name,
  /** The names of the tables that it may export; all where absent. */
  tables: z.array(name).nullish(),
  /** The networks that it may be used from; any where absent. */
  addresses: z.array(name).nullish(),
  rate: z.object({ perSecond: z.number().positive(), burst: z.number().positive() }).nullish(),
});

/** The limits of a key. */
export type KeyTerms = z.infer<typeof keyTerms>;

/** The size limit of a key's or an app's terms, in bytes. */
export const maxTermsBytes = 64 * 1024;
