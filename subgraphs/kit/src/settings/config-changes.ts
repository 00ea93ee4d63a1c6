import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.js';
import { fingerprintOf } from '../database/key-fingerprint.js';

/** Applies the changeable part of a configuration while a subgraph runs. */
type Take = (config: Config) => void;

/** The files of a configuration, and the listeners that get each new reading. */
export class ConfigChanges {
  readonly #takers: Take[] = [];
  #log: FastifyBaseLogger | undefined;

  /**
   * @param read reads the configuration again.
   * @param first the configuration in force.
   */
  constructor(
    private readonly read: () => Config,
    private readonly first: Config,
  ) {}

  /** Adds a listener for a new configuration. */
  onChange(take: Take): void {
    this.#takers.push(take);
  }

  /** Sets the log for later events. */
  report(log: FastifyBaseLogger): void {
    this.#log = log;
  }

  /**
   * Reads the files again and applies them, all or none. Where a file is faulty, or a key differs from the key of the
   * database's data, the former configuration stays in force.
   */
  reload(): void {
    try {
      const config = this.read();
      const { pseudonymKeys = [], auditKey } = config;
      const { pseudonymKeys: former = [] } = this.first;
      // Keys of later versions may be added.
      for (let index = 0; index < Math.max(1, former.length); index += 1)
        refuseChange('PSEUDONYM_KEY_FILE', pseudonymKeys[index], former[index]);
      refuseChange('AUDIT_KEY_FILE', auditKey, this.first.auditKey);
      for (const take of this.#takers) take(config);
      this.#log?.info('certificates, keys and tokens were read anew, and are in force');
    } catch (error) {
      this.#log?.error(
        { reason: (error as Error).message },
        'certificates, keys and tokens cannot be used; those that were read before stay in force',
      );
    }
  }
}

type Key = Parameters<typeof fingerprintOf>[0];

/** @throws Error where the key of existing data has changed. */
function refuseChange(setting: string, now: Key | undefined, before: Key | undefined): void {
  const [got, expected] = [now, before].map((key) => (key === undefined ? 'none' : fingerprintOf(key)));
  if (got === expected) return;
  throw new Error(`${setting}: expected the key with the fingerprint ${expected}, got ${got}`);
}

/** Reloads on SIGHUP, until stopped. */
export function followHangUps(read: () => Config, first: Config): ConfigChanges & { stop(): void } {
  const changes = new ConfigChanges(read, first);
  const reload = () => {
    changes.reload();
  };
  process.on('SIGHUP', reload);
  return Object.assign(changes, {
    stop: () => {
      process.off('SIGHUP', reload);
    },
  });
}
