import { createHash } from 'node:crypto';
import { z } from 'zod';
import { registeredAppRecord } from './registered-apps.js';
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
const day = z.iso.date();

/** A key as gateways know it: its hash, whose it is, and how far it goes. */
const programKeyRecord = z.object({
  id: name,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Who answers for it. */
  name,
  /** The issuer's identifier of the person who made it; none where an operator's command did. */
  owner: name.optional(),
  role: z.enum(programRoles),
  organisation: name.optional(),
  /** The registered app whose secret it is: then the app says how far it goes. */
  app: name.optional(),
  scopes: z.array(name),
  purpose: name,
  /** The names of the tables that it may export; all where there is none. */
  tables: z.array(name).optional(),
  /** The networks that it may come from; any where there is none. */
  addresses: z.array(name).optional(),
  rate: z.object({ perSecond: z.number().positive(), burst: z.number().positive() }).optional(),
  /** Its last day, in the province. */
  until: day,
  isRevoked: z.boolean(),
});

/** All keys and apps that gateways know, and of which state this is. */
export const programKeysSnapshot = z.object({
  version: z.string(),
  keys: z.array(programKeyRecord),
  apps: z.array(registeredAppRecord).default([]),
});

export type ProgramKeyRecord = z.infer<typeof programKeyRecord>;
export type ProgramKeysSnapshot = z.infer<typeof programKeysSnapshot>;
