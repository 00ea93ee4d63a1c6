import { organisationCode } from '../organisations/organisation-record.js';
import { publicKeyPem } from '../snapshot/snapshot.js';
import { z } from 'zod';

const moment = z.iso.datetime();
const reason = z.string().trim().min(1).max(1000);
const coordinate = z
  .string()
  .max(300)
  .regex(/^[_A-Za-z]\w*\.[_A-Za-z]\w*$/, 'expected a field such as Goal.progress');

/** The scopes of a token of an organisation's own programs at the registry. */
export const ciScopes = ['check', 'publish'] as const;

/** A scope of such a token. */
export type CiScope = (typeof ciScopes)[number];

/** The longest validity of a token of an organisation's programs, in days. */
export const maxCiDays = 400;

/** An organisation's statement about itself, apart from its documents: it is in force once the registry has it. */
export const organisationStatement = z.discriminatedUnion('kind', [
  /** Permits another organisation to take over a field (`@override`). */
  z.strictObject({
    kind: z.literal('CONSENT'),
    to: organisationCode,
    coordinate,
    reason,
    /** The end of the permission. */
    until: moment.nullable(),
  }),
  z.strictObject({ kind: z.literal('CONSENT_END'), to: organisationCode, coordinate }),
  /** Permits a program with a token to check or publish: the registry gets only the token's hash. */
  z.strictObject({
    kind: z.literal('TOKEN'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hexadecimal'),
    name: z.string().trim().min(1).max(200),
    scopes: z.array(z.enum(ciScopes)).min(1).max(ciScopes.length),
    until: z.iso.date(),
  }),
  z.strictObject({ kind: z.literal('TOKEN_END'), id: z.string().min(1).max(64) }),
  /** Adds another signing key. */
  z.strictObject({ kind: z.literal('KEY'), publicKey: publicKeyPem, from: moment, until: moment.nullable() }),
  /** Ends a key: signatures from that moment on do not count. */
  z.strictObject({ kind: z.literal('KEY_END'), keyId: z.string().min(1).max(100), until: moment }),
  /** Says for which month its last key of a period is, so that the hub reminds it in time. */
  z.strictObject({
    kind: z.literal('PERIOD_KEYS'),
    through: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'expected a month such as 2026-12'),
  }),
]);

/** An organisation's statement about itself, apart from its documents. */
export type OrganisationStatement = z.infer<typeof organisationStatement>;

/** A statement as signed. */
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
