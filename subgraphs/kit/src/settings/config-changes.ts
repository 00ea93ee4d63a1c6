import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.js';
import { fingerprintOf } from '../database/key-fingerprint.js';

/** Takes up what of a configuration may change while a subgraph runs. */
type Take = (config: Config) => void;

/** The files that a configuration names, as they are now: who is told of them when they are read anew. */
export class ConfigChanges {
  readonly #takers: Take[] = [];
  #log: FastifyBaseLogger | undefined;

  /**
   * @param read reads the configuration anew.
   * @param first what is in force.
   */
  constructor(
    private readonly read: () => Config,
    private readonly first: Config,
  ) {}

  /** Adds one who takes up a new configuration. */
  onChange(take: Take): void {
    this.#takers.push(take);
  }

  /** Has what happens logged from now on. */
  report(log: FastifyBaseLogger): void {
    this.#log = log;
  }

  /**
   * Reads the files anew and puts them in force, all or none. Where one of them cannot be used, what was in force stays,
   * and so does it where the key is another that the database's data were made with.
   */
  reload(): void {
    try {
      const config = this.read();
      const { pseudonymKeys = [], auditKey } = config;
      const { pseudonymKeys: former = [] } = this.first;
      // Those of later versions may come.
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

/** @throws Error where a key that data were made with is not the one before. */
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
