import { readFileSync } from 'node:fs';
import { operatorTokenFor } from '@hub/schema';
import { isLinkLocalUrl } from '../base/link-local.js';
import { StartError } from '../errors/start-error.js';

/** Where the audit log answers, and what opens its door. */
export interface AuditSettings {
  readonly url: string;
  readonly token: string;
}

/**
 * Reads AUDIT_URL and AUDIT_TOKEN_FILE.
 * @returns undefined where nothing is to be recorded: without AUDIT_URL, or with `off`.
 * @throws StartError naming what is wrong.
 */
export function readAuditSettings(variables: NodeJS.ProcessEnv): AuditSettings | undefined {
  const { AUDIT_URL: url, AUDIT_TOKEN_FILE: file } = variables;
  if (!url || url === 'off') return undefined;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new StartError(`AUDIT_URL: expected an http or https URL or off, got ${JSON.stringify(url)}`);
  }
  if (isLinkLocalUrl(url)) throw new StartError(`AUDIT_URL: expected no link-local address, got ${url}`);
  if (!file) throw new StartError('AUDIT_TOKEN_FILE: expected the file of the token that opens the audit log');
  let token: string | undefined;
  try {
    token = operatorTokenFor(readFileSync(file, 'utf8'), 'audit');
  } catch (error) {
    throw new StartError(`AUDIT_TOKEN_FILE: expected operators' tokens in ${file}: ${(error as Error).message}`);
  }
  if (token !== undefined) return { url, token };
  throw new StartError(`AUDIT_TOKEN_FILE: expected a token with the scope audit in ${file}`);
}
