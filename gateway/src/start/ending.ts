import { oneLine } from '../base/one-line.js';
import { StartError } from '../errors/start-error.js';

/** The end of a failed gateway: the operator's message, with a line for each fault, and the exit code. */
export interface Ending {
  readonly line: string;
  readonly exitCode: number;
}

/**
 * The message and exit code for an error that ends the gateway.
 * @param logLevel LOG_LEVEL: with `debug` and `trace`, the message of an unexpected fault includes the stack.
 */
export function endingOf(error: unknown, logLevel: string | undefined): Ending {
  if (error instanceof StartError) return { line: `gateway: ${error.message}`, exitCode: error.exitCode };
  const told = 'gateway: ended by an unforeseen fault: ';
  if ((logLevel === 'debug' || logLevel === 'trace') && error instanceof Error) {
    return { line: `${told}${error.stack}`, exitCode: 1 };
  }
  return { line: `${told}${oneLine(String(error))} (LOG_LEVEL=debug tells where)`, exitCode: 1 };
}
