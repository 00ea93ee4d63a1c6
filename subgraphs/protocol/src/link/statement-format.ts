import { organisationCode } from '../organisations/organisation-record.js';
import { publicKeyPem } from '../snapshot/snapshot.js';
import { z } from 'zod';

const moment = z.iso.datetime();
const reason = z.string().trim().min(1).max(1000);
const coordinate = z
  .string()
  .max(300)
  .regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'expected a field such as Goal.progress');

/** What a token of an organisation's own programs opens at the registry. */
export const ciScopes = ['check', 'publish'] as const;

/** A scope of such a token. */
export type CiScope = (typeof ciScopes)[number];

/** How many days a token of an organisation's programs is good for at most. */
export const maxCiDays = 400;

/** What an organisation says of itself beside its documents: it is in force as soon as the registry has it. */
export const organisationStatement = z.discriminatedUnion('kind', [
  /** It lets another organisation take a field over (`@override`). */
  z.strictObject({
    kind: z.literal('CONSENT'),
    to: organisationCode,
    coordinate,
    reason,
    /** Until when the other may publish that. */
    until: moment.nullable(),
  }),
  z.strictObject({ kind: z.literal('CONSENT_END'), to: organisationCode, coordinate }),
  /** A program of it may check or publish with a token: the registry learns the token's hash alone. */
  z.strictObject({
    kind: z.literal('TOKEN'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hexadecimal'),
    name: z.string().trim().min(1).max(200),
    scopes: z.array(z.enum(ciScopes)).min(1).max(ciScopes.length),
    until: z.iso.date(),
  }),
  z.strictObject({ kind: z.literal('TOKEN_END'), id: z.string().min(1).max(64) }),
  /** It signs with another key, too. */
  z.strictObject({ kind: z.literal('KEY'), publicKey: publicKeyPem, from: moment, until: moment.nullable() }),
  /** What is signed with a key from a moment on does not count. */
  z.strictObject({ kind: z.literal('KEY_END'), keyId: z.string().min(1).max(100), until: moment }),
]);

/** What an organisation says of itself beside its documents. */
export type OrganisationStatement = z.infer<typeof organisationStatement>;

/** A statement as it is signed. */
export const signedStatement = z.strictObject({
  format: z.literal(1),
  organisation: organisationCode,
  at: moment,
  statement: organisationStatement,
});

const tokenPrefix = 'hubci_';

/** Whether a text is a token of an organisation's programs. */
export const isCiToken = (text: string): boolean => /^hubci_[\w-]{43}$/.test(text);

/** Makes the text of a token from 32 random bytes. */
export const ciTokenOf = (random: Uint8Array): string => `${tokenPrefix}${Buffer.from(random).toString('base64url')}`;
