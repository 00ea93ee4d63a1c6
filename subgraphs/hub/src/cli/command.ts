import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './failure.js';

/** What a command sees of the world besides its arguments. */
export interface Surroundings {
  /** The repository's folder. */
  readonly root: string;
  /** Where the user stands: relative paths on the command line start here. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A command of the hub; settles with the exit code. */
export type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/**
 * Reads a command's arguments.
 * @throws UsageError on an option that the command does not have.
 */
export function parseCommand<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
