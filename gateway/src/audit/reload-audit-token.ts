import type { FastifyBaseLogger } from 'fastify';
import { StartError } from '../errors/start-error.js';
import { readAuditSettings } from './audit-settings.js';
import type { AuditTrail } from './audit-trail.js';

/**
 * Reads the token that opens the audit log anew, on SIGHUP. A file that cannot be used changes nothing; the log says why.
 * @returns a function that ends this.
 */
export function reloadAuditToken(
  trail: Pick<AuditTrail, 'useToken'>,
  variables: NodeJS.ProcessEnv,
  log: Pick<FastifyBaseLogger, 'error'>,
): () => void {
  const reload = () => {
    try {
      const settings = readAuditSettings(variables);
      if (settings) trail.useToken(settings.token);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error({ reason: error.message }, 'the token of the audit log cannot be used; the one before stays in use');
    }
  };
  process.on('SIGHUP', reload);
  return () => {
    process.off('SIGHUP', reload);
  };
}
