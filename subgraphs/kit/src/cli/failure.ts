import { getSystemErrorMessage } from 'node:util';

/** What the user is told in one message, without a stack: the command could not do what it was asked. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** The command line is not one that the hub understands. */
export class UsageError extends Failure {
  override readonly exitCode = 2;
}

/** Why the system refused something, in its own words: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
