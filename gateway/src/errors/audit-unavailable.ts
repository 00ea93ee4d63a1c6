import { clientError } from '@hub/protocol';

/** The code of an operation that is not answered, since it cannot be recorded. */
export const auditUnavailableCode = 'AUDIT_UNAVAILABLE';

/** What its caller is told. */
export function auditUnavailable() {
  return clientError(auditUnavailableCode, 'The hub cannot record this operation now, and so does not answer it.');
}
