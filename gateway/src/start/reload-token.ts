import type { FastifyBaseLogger } from 'fastify';
import type { Follower } from '../base/follower.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { StartError } from '../errors/start-error.js';

/** A part that uses an operators' endpoint of a service. */
export interface TokenHolder {
  /** Uses another token from now on. */
  useToken(token: string): void;
}

export interface TokenReload {
  readonly holder: TokenHolder;
  /** Such as `the audit log`. */
  readonly what: string;
  readonly read: () => OperatorEndpoint | undefined;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
}

/** Reads a service's token again on SIGHUP. A file that cannot be used changes nothing; the log says why. */
export function reloadToken({ holder, what, read, log }: TokenReload, follower: Follower): void {
  const reload = () => {
    try {
      const settings = read();
      if (settings) holder.useToken(settings.token);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error({ reason: error.message }, `the token of ${what} cannot be used; the one before stays in use`);
    }
  };
  follower.follow({
    look: () => Promise.resolve().then(reload),
    fault: `the token of ${what} cannot be read`,
    log,
    onlyAsked: true,
  });
}
