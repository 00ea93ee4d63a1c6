import type { FastifyBaseLogger } from 'fastify';
import { FollowedFile, type Follower } from '../base/follower.js';
import type { ReloadingEngine } from '../engine/reloading-engine.js';

/** Reads a supergraph file. */
export interface FollowingSupergraph {
  /** Reads the file now, even if it is unchanged. */
  look(): Promise<void>;
}

/**
 * Reloads an engine when its supergraph file changes. A file that cannot be read or used changes nothing; the log says
 * why.
 */
export function followSupergraph(
  path: string,
  engine: ReloadingEngine,
  log: FastifyBaseLogger,
  follower: Follower,
): FollowingSupergraph {
  const file = new FollowedFile(path);
  const look = async (anyway: boolean) => {
    const sdl = await file.read(anyway);
    if (sdl !== undefined && (anyway || sdl !== engine.supergraphSdl)) await engine.reload(sdl);
  };
  follower.follow({ look, fault: 'the supergraph cannot be read; the one before stays live', log });
  return { look: () => look(true) };
}
