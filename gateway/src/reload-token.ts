import type { FastifyBaseLogger } from 'fastify';
import type { OperatorEndpoint } from './connection/operator-endpoint.js';
import { StartError } from './errors/start-error.js';

/** What asks a service's operators' endpoints. */
export interface TokenHolder {
  /** Opens them with another token from now on. */
  useToken(token: string): void;
}

/**
 * Reads the token that opens a service anew, on SIGHUP. A file that cannot be used changes nothing; the log says why.
 * @param what such as `the audit log`.
 * @returns a function that ends this.
 */
export function reloadToken(
  holder: TokenHolder,
  what: string,
  read: () => OperatorEndpoint | undefined,
  log: Pick<FastifyBaseLogger, 'error'>,
): () => void {
  const reload = () => {
    try {
      const settings = read();
      if (settings) holder.useToken(settings.token);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error({ reason: error.message }, `the token of ${what} cannot be used; the one before stays in use`);
    }
  };
  process.on('SIGHUP', reload);
  return () => {
    process.off('SIGHUP', reload);
  };
}
