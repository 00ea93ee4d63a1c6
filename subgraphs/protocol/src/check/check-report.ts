import { z } from 'zod';

/** What a finding means: an error keeps a schema from being published, a warning asks for a look, a notice informs. */
export const severities = ['ERROR', 'WARNING', 'NOTICE'] as const;

/** What may be found; docs/organisations.md says what to do about each. */
export const findingCodes = [
  ...['SCHEMA_TOO_LARGE', 'SCHEMA_UNREADABLE', 'COMPOSITION_ERROR', 'COMPOSITION_WARNING'],
  ...[
    'BREAKING_CHANGE',
    'DANGEROUS_CHANGE',
    'SAFE_CHANGE',
    'DOCUMENT_BROKEN',
    'AGREEMENT_BROKEN',
    'FIELD_NOT_SHARED',
    'PERSONAL_FIELD',
  ],
  ...['NO_DESCRIPTION', 'AUTHORISATION_WEAKER', 'ENTITY_WITHOUT_OWNER', 'OVERRIDE_WITHOUT_CONSENT'],
  ...['DEPRECATION_UNCLEAR', 'REMOVED_AFTER_NOTICE'],
] as const;

/** The kinds of what uses a schema. */
export const userKinds = ['DOCUMENT', 'OPERATION', 'AGREEMENT', 'TABLE', 'PAGE', 'EXAMPLE'] as const;

const user = z.object({
  kind: z.enum(userKinds),
  /** Its name: of a document with its app's, of an operation with its client's, of an agreement its id. */
  name: z.string(),
  /** How often and when it was last used, or which part of it uses what breaks. */
  detail: z.string().optional(),
});

const finding = z.object({
  code: z.enum(findingCodes),
  severity: z.enum(severities),
  message: z.string(),
  /** The type, field, argument or value, as `Goal.progress(commune:)`. */
  coordinate: z.string().optional(),
  /** Where it is in the candidate. */
  line: z.int().optional(),
  column: z.int().optional(),
  /** The organisations that it concerns: of a composition error, all sides. */
  organisations: z.array(z.string()).optional(),
  /** Of a change, what graphql-js or Apollo call it, such as FIELD_REMOVED. */
  rule: z.string().optional(),
  /** Who uses what breaks. */
  users: z.array(user).optional(),
});

/** What a check of an organisation's schema says. */
export const checkReport = z.object({
  organisation: z.string(),
  verdict: z.enum(['PASSED', 'REFUSED']),
  findings: z.array(finding),
  /** Sources of usage that could not be looked at, such as the portal's pages. */
  notLookedAt: z.array(z.string()),
});

/** Who uses what a change breaks. */
export type SchemaUser = Readonly<z.infer<typeof user>>;

/** One thing that a check found. */
export type Finding = Readonly<z.infer<typeof finding>>;

/** What a check says. */
export type CheckReport = Readonly<z.infer<typeof checkReport>>;
