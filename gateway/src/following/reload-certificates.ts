import type { FastifyBaseLogger } from 'fastify';
import type { Follower } from '../base/follower.js';
import { StartError } from '../errors/start-error.js';
import type { SubgraphDirectory } from '../directory/subgraph-directory.js';
import type { SettingsByName } from '../directory/subgraph-settings.js';

export interface CertificatesReload {
  /**
   * Reads the settings of subgraphs again, with their files.
   * @throws StartError naming the faults.
   */
  readonly read: () => SettingsByName;
  /** Applies the settings. */
  readonly take: (settings: SettingsByName) => void;
  readonly directory: Pick<SubgraphDirectory, 'refresh'>;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>;
}

/**
 * Reads the certificates in the environment again on SIGHUP. Subgraphs with changed files get new connections. Files
 * that cannot be used change nothing; the log says why.
 */
export function reloadCertificates({ read, take, directory, log }: CertificatesReload, follower: Follower): void {
  const reload = () => {
    try {
      take(read());
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error({ reason: error.message }, 'the certificates for subgraphs cannot be used; everything stays as it was');
      return;
    }
    const subgraphs = directory.refresh();
    if (subgraphs.length > 0) log.info({ subgraphs }, 'subgraphs are reached with other certificates');
  };
  follower.follow({
    look: () => Promise.resolve().then(reload),
    fault: 'the certificates for subgraphs cannot be read',
    log,
    onlyAsked: true,
  });
}
