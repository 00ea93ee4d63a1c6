import { auditUnavailableCode } from '../audit/audit-unavailable.js';
import { agreementsUnusableCode, unauthorizedCode } from '../authorization/unauthorized.js';
import { limitExceededCode } from '../limits/limit-exceeded.js';
import type { GraphQLResponse } from '../graphql/graphql-response.js';
import { plannerBusyCode } from '../planner/planner-busy.js';
import { documentsUnusableCode } from '../trusted-documents/trusted-documents.js';
import { graphqlResponse, type ResponseType } from './media-type.js';

/** Codes of requests that came to no execution for the client's own fault. */
const clientFaults = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  limitExceededCode,
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'TRUSTED_DOCUMENT_REQUIRED',
]);

/** Codes of requests that came to no execution for a fault that is not the client's, and may be mended soon. */
const unavailable = new Set<unknown>([
  auditUnavailableCode,
  agreementsUnusableCode,
  documentsUnusableCode,
  plannerBusyCode,
]);

/**
 * The status of a response: 200 for an answer, whole or in part. A request that came to no execution is 400 in
 * `application/graphql-response+json`, and 200 in `application/json`, whose clients take any other status for an
 * intermediary's. So is one that its caller may not make, which is 403. One that cannot be recorded or planned now is
 * 503 in both, as is one that a broken file of an organisation or app stands against.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function statusOf({ data, errors }: GraphQLResponse, type: ResponseType): number {
  if (data !== undefined) return 200;
  const code = errors?.[0]?.extensions?.['code'];
  if (clientFaults.has(code)) return type === graphqlResponse ? 400 : 200;
  if (unavailable.has(code)) return 503;
  if (code === unauthorizedCode || code === 'OUTSIDE_AGREEMENT') return type === graphqlResponse ? 403 : 200;
  return 500;
}

/** When to send a request again that an unavailable log or a broken file stands against, in seconds. */
const untilMended = 10;

/** The headers that say when to send a request again, where it came to no execution and may be executed later. */
export function retryAfter(
  { data, errors }: GraphQLResponse,
  status: number,
): Readonly<Record<string, string>> | undefined {
  if (data !== undefined) return undefined;
  const seconds = errors?.[0]?.extensions?.['retryAfterSeconds'] ?? (status === 503 ? untilMended : undefined);
  return typeof seconds === 'number' ? { 'retry-after': String(seconds) } : undefined;
}
