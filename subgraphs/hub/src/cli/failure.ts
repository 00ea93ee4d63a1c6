import { getSystemErrorMessage } from 'node:util';

/** An error whose message is for the user, without a stack: the command could not do its task. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** An endpoint's refusal, with its code and reason. */
export class Refused extends Failure {
  constructor(
    message: string,
    /** Its answer: a code, a message, and their details. */
    readonly answer: { readonly code: string; readonly message: string },
  ) {
    super(message);
  }
}

/** A command line that the hub does not understand. */
export class UsageError extends Failure {
  override readonly exitCode = 2;
}

/** A command that examines something could not get all facts, so its result is neither yes nor no. */
export class NotAsked extends Failure {
  override readonly exitCode = 2;
}

/** The examined thing has a fault. */
export class FoundWrong extends Failure {}

/** Gives a command the exit codes of an examination: 0 if all is right, 1 for a fault, and 2 if the facts could not be read. */
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

/** The system's reason for a refusal, in its words: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
