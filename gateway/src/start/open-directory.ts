import type { FastifyBaseLogger } from 'fastify';
import type { AuditTrail } from '../audit/audit-trail.js';
import { type Config, environmentOf } from '../settings/config.js';
import { SubgraphDirectory } from '../directory/subgraph-directory.js';
import type { SettingsByName } from '../directory/subgraph-settings.js';

/** The directory of subgraphs with the environment's settings. */
export interface OpenDirectory {
  readonly directory: SubgraphDirectory;
  /** Replaces the environment's settings of subgraphs. */
  readonly takeSettings: (settings: SettingsByName) => void;
}

/**
 * Opens the directory of subgraphs of a running gateway. Each subgraph gets receipts of the requests that the audit
 * trail recorded.
 */
export function openDirectory(config: Config, trail: AuditTrail | undefined, log: FastifyBaseLogger): OpenDirectory {
  let { subgraphSettings } = config;
  const directory = new SubgraphDirectory({
    environment: (name) => environmentOf({ ...config, subgraphSettings }, name),
    trust: config.trust,
    receipts: {
      everyMs: config.receiptsEvery * 1000,
      acknowledged: (acknowledgement) => trail?.acknowledged(acknowledgement),
      recorded: () => trail?.flushRequests() ?? Promise.resolve(true),
      open: trail?.receipts,
      heads: trail?.heads,
    },
    log,
  });
  return {
    directory,
    takeSettings: (settings) => {
      subgraphSettings = settings;
    },
  };
}
