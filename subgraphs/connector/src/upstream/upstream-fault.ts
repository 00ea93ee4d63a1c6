import { clientError } from '@hub/protocol';
import type { GraphQLError } from 'graphql';

/** The faults of an organisation's own system, or of its answers; docs/protocol/errors.md explains them. */
export type UpstreamCode =
  | 'UPSTREAM_NO_SCHEMA'
  | 'UPSTREAM_UNREACHABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_TOO_LARGE'
  | 'UPSTREAM_STATUS'
  | 'UPSTREAM_REDIRECTS'
  | 'UPSTREAM_NOT_JSON'
  | 'UPSTREAM_INVALID'
  | 'UPSTREAM_BUSY'
  | 'UPSTREAM_ERROR';

/** The public text of each: it reveals no detail of the system. */
const errors: Readonly<Record<UpstreamCode, () => GraphQLError>> = {
  UPSTREAM_NO_SCHEMA: () =>
    clientError('UPSTREAM_NO_SCHEMA', "Expected the schema of the organisation's system, which was not read yet."),
  UPSTREAM_UNREACHABLE: () =>
    clientError('UPSTREAM_UNREACHABLE', "Expected an answer of the organisation's system, which cannot be reached."),
  UPSTREAM_TIMEOUT: () =>
    clientError('UPSTREAM_TIMEOUT', "Expected an answer of the organisation's system in time, got none."),
  UPSTREAM_TOO_LARGE: () =>
    clientError(
      'UPSTREAM_TOO_LARGE',
      "Expected an answer of the organisation's system within the connector's limit, got a larger one.",
    ),
  UPSTREAM_STATUS: () =>
    clientError(
      'UPSTREAM_STATUS',
      "Expected a GraphQL response of the organisation's system, got another HTTP status.",
    ),
  UPSTREAM_REDIRECTS: () =>
    clientError(
      'UPSTREAM_REDIRECTS',
      "Expected a GraphQL response of the organisation's system, got a redirect, which is not followed.",
    ),
  UPSTREAM_NOT_JSON: () =>
    clientError('UPSTREAM_NOT_JSON', "Expected JSON of the organisation's system, got something else."),
  UPSTREAM_INVALID: () =>
    clientError('UPSTREAM_INVALID', "Expected what the schema says of the organisation's system, got something else."),
  UPSTREAM_BUSY: () =>
    clientError('UPSTREAM_BUSY', "Expected fewer requests at once to the organisation's system; ask again later."),
  UPSTREAM_ERROR: () => clientError('UPSTREAM_ERROR', "The organisation's system reports an error."),
};

/** Whether a code is one of these. */
export function isUpstreamCode(code: unknown): code is UpstreamCode {
  return typeof code === 'string' && Object.hasOwn(errors, code);
}

/** Thrown where the organisation's own system does not answer as required. */
export class UpstreamFault extends Error {
  /** @param detail for the connector's own log and page: the actual and the expected value, without personal data. */
  constructor(
    readonly code: UpstreamCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The caller's error for a fault: the code, and the request id, which finds more in the connector's log. */
export function errorOf(code: UpstreamCode, requestId: string): GraphQLError {
  const error = errors[code]();
  error.extensions['requestId'] = requestId;
  return error;
}
