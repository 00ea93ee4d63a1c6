import { auditUnavailableCode } from '../errors/audit-unavailable.js';
import { agreementsUnusableCode, unauthorizedCode } from '../authorization/unauthorized.js';
import { Busy, MutationByGet, type Refusal } from '../errors/refusal.js';
import { limitExceededCode } from '../errors/limit-exceeded.js';
import type { GraphQLResponse } from '../graphql/graphql-response.js';
import { plannerBusyCode } from '../errors/planner-busy.js';
import { documentsUnusableCode } from '../trusted-documents/trusted-documents.js';
import { graphqlResponse, type ResponseType } from './media-type.js';

/** Codes of requests that were not executed, by the caller's fault. */
const callerFaults = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  limitExceededCode,
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'TRUSTED_DOCUMENT_REQUIRED',
]);

/** Codes of requests that were not executed, by a fault that is not the caller's and may pass soon. */
const unavailable = new Set<unknown>([
  auditUnavailableCode,
  agreementsUnusableCode,
  documentsUnusableCode,
  plannerBusyCode,
]);

/**
 * The status of a response: 200 if it has data, whole or in part. Without data:
 * - a request that was not executed is 400 in `application/graphql-response+json`, and 200 in `application/json`, whose
 *   callers take any other status for an intermediary's; the same holds for an operation that the caller may not run,
 *   with 403;
 * - a request that cannot be recorded or planned now, or that a broken file of an organisation or app prevents, is 503
 *   in both;
 * - an operation that was executed and whose end cannot be recorded is 500: 503 would invite the caller to send it
 *   again.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function statusOf({ data, errors }: GraphQLResponse, type: ResponseType): number {
  if (data !== undefined) return 200;
  const code = errors?.[0]?.extensions?.['code'];
  if (callerFaults.has(code)) return type === graphqlResponse ? 400 : 200;
  if (unavailable.has(code)) return errors?.[0]?.extensions?.['executed'] === true ? 500 : 503;
  if (code === unauthorizedCode || code === 'OUTSIDE_AGREEMENT') return type === graphqlResponse ? 403 : 200;
  return 500;
}

/** The status of refusals by code; LIMIT_EXCEEDED means too many requests. */
const refused: Readonly<Record<string, number>> = {
  UNKNOWN_PURPOSE: 400,
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  KEY_EXPIRED: 401,
  KEY_REVOKED: 401,
  KEY_NOT_FROM_HERE: 403,
  PURPOSE_NOT_ALLOWED: 403,
  TABLE_NOT_ALLOWED: 403,
  UNAUTHORIZED_FIELD_OR_TYPE: 403,
  SUBSCRIPTION_NEEDS_STREAM: 406,
  LIMIT_EXCEEDED: 429,
  TOO_MANY_OPERATIONS: 429,
  [auditUnavailableCode]: 503,
  IDENTITY_UNAVAILABLE: 503,
  NOT_READY: 503,
};

/** The `WWW-Authenticate` challenge for a token that is not accepted, by code. */
const challenges: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Bearer error="invalid_token"',
  TOKEN_EXPIRED: 'Bearer error="invalid_token", error_description="The token has expired"',
  KEY_EXPIRED: 'Bearer error="invalid_token", error_description="The key has expired"',
  KEY_REVOKED: 'Bearer error="invalid_token", error_description="The key was revoked"',
};

/**
 * How HTTP expresses a refused operation: its status, and the header fields that belong to it.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function refusedAs(refusal: Refusal): { status: number; headers: Readonly<Record<string, string>> } {
  if (refusal instanceof MutationByGet) return { status: 405, headers: { allow: 'POST' } };
  const challenge = challenges[refusal.code];
  return {
    status: refused[refusal.code] ?? 500,
    headers: {
      ...(challenge && { 'www-authenticate': challenge }),
      ...(refusal instanceof Busy && { 'retry-after': String(refusal.retryAfterSeconds) }),
    },
  };
}

/** `Retry-After` while the log is unavailable or a file is broken, in seconds. */
const untilMended = 10;

/**
 * The `Retry-After` header, if the request was not executed and may be later, or if an organisation says that missing
 * data may be there later.
 */
export function retryAfter(
  { data, errors }: GraphQLResponse,
  status: number,
): Readonly<Record<string, string>> | undefined {
  const told = errors?.map(({ extensions }) => extensions?.['retryAfterSeconds']).find((one) => one !== undefined);
  const seconds = told ?? (data === undefined && status === 503 ? untilMended : undefined);
  return typeof seconds === 'number' ? { 'retry-after': String(seconds) } : undefined;
}
