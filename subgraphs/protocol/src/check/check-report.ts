import { z } from 'zod';

/** The severity of a finding: an error prevents publishing, a warning needs attention, a notice informs. */
export const severities = ['ERROR', 'WARNING', 'NOTICE'] as const;

/** The codes of findings; docs/organisations.md explains the remedy for each. */
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

/** The kinds of users of a schema. */
export const userKinds = ['DOCUMENT', 'OPERATION', 'AGREEMENT', 'TABLE', 'PAGE', 'EXAMPLE'] as const;

const user = z.object({
  kind: z.enum(userKinds),
  /** Its name: a document's with its app's, an operation's with its client's, an agreement's id. */
  name: z.string(),
  /** How often and when it was last used, or the part that uses the broken element. */
  detail: z.string().optional(),
});

const finding = z.object({
  code: z.enum(findingCodes),
  severity: z.enum(severities),
  message: z.string(),
  /** The type, field, argument or value, such as `Goal.progress(commune:)`. */
  coordinate: z.string().optional(),
  /** The line in the candidate. */
  line: z.int().optional(),
  column: z.int().optional(),
  /** The organisations that it concerns: for a composition error, all of them. */
  organisations: z.array(z.string()).optional(),
  /** For a change, graphql-js's or Apollo's name, such as FIELD_REMOVED. */
  rule: z.string().optional(),
  /** The users of the broken element. */
  users: z.array(user).optional(),
});

/** The report of a check of an organisation's schema. */
export const checkReport = z.object({
  organisation: z.string(),
  verdict: z.enum(['PASSED', 'REFUSED']),
  findings: z.array(finding),
  /** Sources of usage that could not be examined, such as the portal's pages. */
  notLookedAt: z.array(z.string()),
});

/** A user of an element that a change breaks. */
export type SchemaUser = Readonly<z.infer<typeof user>>;

/** One thing that a check found. */
export type Finding = Readonly<z.infer<typeof finding>>;

/** The report of a check. */
export type CheckReport = Readonly<z.infer<typeof checkReport>>;
