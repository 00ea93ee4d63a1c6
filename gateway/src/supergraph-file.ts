import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { ReloadingEngine } from './engine/reloading-engine.js';

/**
 * How often a file is looked at, in milliseconds. Looking is what works everywhere: with editors and mounts that put
 * another file in the place of the one that is watched, and over networks.
 */
const intervalMs = 1000;

/** Whoever looks at a supergraph's file. */
export interface FollowingSupergraph {
  /** Looks at the file now, whether it has changed or not. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Has an engine take over the supergraph of a file whenever that changes, and on SIGHUP. A file that cannot be read or
 * used changes nothing; the log says why.
 */
export function reloadFrom(file: string, engine: ReloadingEngine, log: FastifyBaseLogger): FollowingSupergraph {
  const look = async () => {
    let sdl: string;
    try {
      sdl = await readFile(file, 'utf8');
    } catch (error) {
      log.error({ err: error }, 'the supergraph cannot be read; the one before stays live');
      return;
    }
    await engine.reload(sdl);
  };
  const reload = () => {
    void look();
  };
  watchFile(file, { interval: intervalMs, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return {
    look,
    stop: () => {
      unwatchFile(file, reload);
      process.off('SIGHUP', reload);
    },
  };
}
