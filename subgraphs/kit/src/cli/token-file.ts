import { readFile } from 'node:fs/promises';
import { Failure, systemReason } from './failure.js';
import { operatorDoor, type OperatorDoor, type OperatorDoorOptions } from './operator-door.js';

/**
 * Reaches a subgraph's operator's door with the token in a file.
 * @throws Failure when the token cannot be read.
 */
export async function doorWithTokenFrom(
  tokenFile: string,
  options: Omit<OperatorDoorOptions, 'token'>,
): Promise<OperatorDoor> {
  try {
    return operatorDoor({ ...options, token: (await readFile(tokenFile, 'utf8')).trim() });
  } catch (error) {
    throw new Failure(
      `Cannot read the operator's token of ${options.organisation} in ${tokenFile}: ${systemReason(error)}. The first pnpm start makes it; elsewhere, give its own with --token-file FILE.`,
    );
  }
}
