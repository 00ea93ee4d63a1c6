import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './failure.js';

/** A command's environment, apart from its arguments. */
export interface Surroundings {
  /** The repository's folder. */
  readonly root: string;
  /** The user's working folder: relative paths on the command line start here. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A command of the hub; settles with the exit code. */
export type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/**
 * Parses a command's arguments.
 * @throws UsageError on an option that the command does not have.
 */
export function parseCommand<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
