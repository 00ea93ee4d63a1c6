import { readFile } from 'node:fs/promises';
import { readOperatorTokens } from '@hub/schema';
import { Failure, systemReason } from './failure.js';
import { operatorDoor, type OperatorDoor, type OperatorDoorOptions } from './operator-door.js';

/**
 * Reaches a subgraph's operator's door with the token in a file.
 * @throws Failure when the token cannot be read.
 */
export async function doorWithTokenFrom(
  tokenFile: string,
  options: Omit<OperatorDoorOptions, 'tokens'>,
): Promise<OperatorDoor> {
  return operatorDoor({ ...options, tokens: await tokensIn(tokenFile, options.organisation) });
}

/**
 * The text of a file of operators' tokens.
 * @throws Failure when it cannot be read, or is none.
 */
export async function tokensIn(tokenFile: string, organisation: string): Promise<string> {
  let tokens: string;
  try {
    tokens = await readFile(tokenFile, 'utf8');
  } catch (error) {
    throw new Failure(
      `Cannot read the operator's token of ${organisation} in ${tokenFile}: ${systemReason(error)}. The first pnpm start makes it; elsewhere, give its own with --token-file FILE.`,
    );
  }
  try {
    readOperatorTokens(tokens);
    return tokens;
  } catch (error) {
    throw new Failure(
      `Expected the operator's tokens of ${organisation} in ${tokenFile}: ${(error as Error).message}.`,
    );
  }
}
