import { clientError } from '@hub/protocol';

/** The code of an operation that gets no answer because it cannot be recorded. */
export const auditUnavailableCode = 'AUDIT_UNAVAILABLE';

/**
 * The error of such an operation.
 * @param executed whether the mutation was executed: then the caller must not send it again.
 */
export function auditUnavailable(executed: boolean) {
  const message = executed
    ? 'The hub has executed this operation and cannot record its end now, and so does not answer it. Do not send it again.'
    : 'The hub cannot record this operation now, and so does not answer it.';
  return clientError(auditUnavailableCode, message, { executed });
}
