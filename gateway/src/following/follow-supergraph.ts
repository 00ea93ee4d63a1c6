import type { FastifyBaseLogger } from 'fastify';
import { FollowedFile, type Follower } from '../base/follower.js';
import type { ReloadingEngine } from '../engine/reloading-engine.js';

/** Whoever looks at a supergraph's file. */
export interface FollowingSupergraph {
  /** Looks at the file now, whether it has changed or not. */
  look(): Promise<void>;
}

/**
 * Has an engine take over the supergraph of a file whenever that changes. A file that cannot be read or used changes
 * nothing; the log says why.
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
