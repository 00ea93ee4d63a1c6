import { getSystemErrorMessage } from 'node:util';

/** What the user is told in one message, without a stack: the command could not do what it was asked. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** An endpoint refused what it was asked, and said why with a code. */
export class Refused extends Failure {
  constructor(
    message: string,
    /** What it answered: a code, a message, and what belongs to that. */
    readonly answer: { readonly code: string; readonly message: string },
  ) {
    super(message);
  }
}

/** The command line is not one that the hub understands. */
export class UsageError extends Failure {
  override readonly exitCode = 2;
}

/** A command that examines something could not ask for all that it needs, so that it says neither yes nor no. */
export class NotAsked extends Failure {
  override readonly exitCode = 2;
}

/** What was examined is wrong. */
export class FoundWrong extends Failure {}

/**
 * Has a command end as those do that examine something: with 0 where all is right, 1 where something is wrong, and 2
 * where it could not be asked.
 */
export function examining<Args extends readonly unknown[]>(
  command: (...args: Args) => Promise<number>,
): (...args: Args) => Promise<number> {
  return async (...args) => {
    try {
      return await command(...args);
    } catch (error) {
      if (!(error instanceof Failure) || error instanceof FoundWrong || error.exitCode === 2) throw error;
      throw new NotAsked(error.message);
    }
  };
}

/** Why the system refused something, in its own words: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
