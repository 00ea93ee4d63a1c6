import { type OperatorEndpoint, readOperatorEndpoint } from '../connection/operator-endpoint.js';

/** Where the audit log answers, and what opens its endpoint. */
export type AuditSettings = OperatorEndpoint;

/**
 * Reads AUDIT_URL and AUDIT_TOKEN_FILE.
 * @returns undefined where nothing is to be recorded: without AUDIT_URL, or with `off`.
 * @throws StartError naming what is wrong.
 */
export function readAuditSettings(variables: NodeJS.ProcessEnv): AuditSettings | undefined {
  const names = { url: 'AUDIT_URL', tokenFile: 'AUDIT_TOKEN_FILE' };
  return readOperatorEndpoint(variables, { ...names, scope: 'audit', what: 'the audit log' });
}
