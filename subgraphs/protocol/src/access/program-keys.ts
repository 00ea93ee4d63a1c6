import { createHash } from 'node:crypto';
import { z } from 'zod';
import { programRoles } from './roles.js';

/** How many keys for programs there are at most that can be used. */
export const maxProgramKeys = 10_000;

/** The text of a key: what scanners for secrets look for, its id, and 256 random bits. */
const keyText = /^hubk_([a-z0-9]{12})_([0-9a-f]{64})$/;

/** The text of a key from its id and its secret. */
export function programKeySecret(id: string, secret: Buffer): string {
  return `hubk_${id}_${secret.toString('hex')}`;
}

/** What a key is known by: SHA-256 over its text, in hexadecimal; undefined for a text that is no key's. */
export function programKeyHash(text: string): string | undefined {
  return keyText.test(text) ? createHash('sha256').update(text).digest('hex') : undefined;
}

const name = z.string().min(1).max(255);

/** How far a key goes, as the registry says by the digest that the feed has. */
export const keyTerms = z.object({
  /** Who answers for it. */
  name,
  /** The issuer's identifier of the person who made it; none where an operator's command did. */
  owner: name.nullish(),
  role: z.enum(programRoles),
  organisation: name.nullish(),
  scopes: z.array(name),
  purpose: name,
  /** The names of the tables that it may export; all where there is none. */
  tables: z.array(name).nullish(),
  /** The networks that it may come from; any where there is none. */
  addresses: z.array(name).nullish(),
  rate: z.object({ perSecond: z.number().positive(), burst: z.number().positive() }).nullish(),
});

/** How far a key goes. */
export type KeyTerms = z.infer<typeof keyTerms>;

/** The most that the terms of a key or an app may measure, in bytes. */
export const maxTermsBytes = 64 * 1024;
