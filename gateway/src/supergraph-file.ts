import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { ReloadingEngine } from './engine/reloading-engine.js';

/**
 * How often a file is looked at, in milliseconds. Looking is what works everywhere: with editors and mounts that put
 * another file in the place of the one that is watched, and over networks.
 */
const intervalMs = 1000;

/**
 * Has an engine take over the supergraph of a file whenever that changes, and on SIGHUP. A file that cannot be read or
 * used changes nothing; the log says why.
 * @returns a function that ends this.
 */
export function reloadFrom(file: string, engine: ReloadingEngine, log: FastifyBaseLogger): () => void {
  const reload = () => {
    readFile(file, 'utf8').then(
      (sdl) => engine.reload(sdl),
      (error: unknown) => {
        log.error({ err: error }, 'the supergraph cannot be read; the one before stays live');
      },
    );
  };
  watchFile(file, { interval: intervalMs, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return () => {
    unwatchFile(file, reload);
    process.off('SIGHUP', reload);
  };
}
