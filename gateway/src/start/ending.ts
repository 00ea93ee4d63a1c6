import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';

/** How a gateway ends that failed: what its operator is told, in a line for each fault, and its exit code. */
export interface Ending {
  readonly line: string;
  readonly exitCode: number;
}

/**
 * What the operator is told of an error that ends the gateway.
 * @param logLevel LOG_LEVEL: `debug` and `trace` have the place of an unforeseen fault, too.
 */
export function endingOf(error: unknown, logLevel: string | undefined): Ending {
  if (error instanceof StartError) return { line: `gateway: ${error.message}`, exitCode: error.exitCode };
  const told = 'gateway: ended by an unforeseen fault: ';
  if ((logLevel === 'debug' || logLevel === 'trace') && error instanceof Error) {
    return { line: `${told}${error.stack}`, exitCode: 1 };
  }
  return { line: `${told}${oneLine(String(error))} (LOG_LEVEL=debug tells where)`, exitCode: 1 };
}
