import { readFile } from 'node:fs/promises';
import { readOperatorTokens } from '@hub/protocol';
import { Failure, systemReason } from './failure.js';
import { operatorEndpoint, type OperatorEndpoint } from './operator-endpoint.js';
import type { OperatorExchangeOptions } from './operator-exchange.js';
import { variableName } from './organisations.js';

/**
 * A subgraph's operator's endpoint, with the tokens in some files.
 * @throws Failure if the tokens are unreadable.
 */
export async function endpointWithTokenFrom(
  tokenFiles: readonly string[],
  options: Omit<OperatorExchangeOptions, 'tokens'>,
): Promise<OperatorEndpoint> {
  return operatorEndpoint({ ...options, tokens: await tokensOf(tokenFiles, options.organisation) });
}

/**
 * The tokens in some files.
 * @throws Failure if a file is unreadable or has no tokens.
 */
export async function tokensOf(tokenFiles: readonly string[], organisation: string): Promise<string> {
  return (await Promise.all(tokenFiles.map((file) => tokensIn(file, organisation)))).join('\n');
}

/**
 * The text of a file of operators' tokens.
 * @throws Failure if the file is unreadable or has no tokens.
 */
async function tokensIn(tokenFile: string, organisation: string): Promise<string> {
  let tokens: string;
  try {
    tokens = await readFile(tokenFile, 'utf8');
  } catch (error) {
    throw new Failure(
      `Cannot read the operator's token of ${organisation} in ${tokenFile}: ${systemReason(error)}. On a laptop the first pnpm start makes it; elsewhere, name it with --token-file FILE or OPERATOR_TOKEN_FILE_${variableName(organisation)}.`,
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
