import { type OperatorEndpoint, readOperatorEndpoint } from '../connection/operator-endpoint.js';

/** The audit log's address, and the token for its endpoint. */
export type AuditSettings = OperatorEndpoint;

/**
 * Reads AUDIT_URL and AUDIT_TOKEN_FILE.
 * @returns undefined if there is no log: without AUDIT_URL, or with `off`.
 * @throws StartError with the fault.
 */
export function readAuditSettings(variables: NodeJS.ProcessEnv): AuditSettings | undefined {
  const names = { url: 'AUDIT_URL', tokenFile: 'AUDIT_TOKEN_FILE' };
  return readOperatorEndpoint(variables, { ...names, scope: 'audit', what: 'the audit log' });
}
