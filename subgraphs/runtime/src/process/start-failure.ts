import { getSystemErrorMessage } from 'node:util';

/**
 * Thrown where a program cannot start or finish its task: the message gives the expected and the actual state, the
 * place, and the remedy.
 */
export class StartFailure extends Error {
  /** @param exitCode 2 where a setting is wrong, 1 where the machine or the database refuses. */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The loggable part of an error that reveals too much, such as a database's, which repeats a statement with its values.
 */
type Without = (error: unknown) => { readonly message: string; readonly stack: string } | undefined;

/**
 * Reports to the operator why a program ended: one message without a stack, and the exit code, which it sets. The stack
 * follows where LOG_LEVEL is `debug` or `trace`.
 * @param program its name in the message.
 * @param without gives the loggable part of an error that reveals too much; undefined for all others.
 */
export function reportFailure(
  program: string,
  error: unknown,
  { LOG_LEVEL: level }: NodeJS.ProcessEnv,
  without: Without = () => undefined,
): void {
  const exitCode = exitCodeOf(error);
  process.exitCode = exitCode;
  console.error(`${program}: ${messageOf(error, without)} (exit code ${exitCode})`);
  if (level === 'debug' || level === 'trace') console.error(stackOf(error, without));
  else if (!isForeseen(error)) console.error(`${program}: LOG_LEVEL=debug shows where in the program.`);
}

/** Whether a message is sufficient for an operator. */
function isForeseen(error: unknown): boolean {
  return error instanceof Error && ('exitCode' in error || 'errno' in error);
}

function exitCodeOf(error: unknown): number {
  return (error as { readonly exitCode?: number }).exitCode ?? 1;
}

/** @returns one line, unless the error itself lists several faults. */
function messageOf(error: unknown, without: Without): string {
  const told = without(error);
  if (told) return told.message;
  if (!(error instanceof Error)) return String(error);
  const { code, errno, message } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  const { address, port } = error as { readonly address?: string; readonly port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${address} is in use by another program. Stop that, or set PORT or HOST otherwise.`;
  if (errno !== undefined && errno < 0) {
    const where = (error as NodeJS.ErrnoException).path ?? (address && `${address}:${port}`);
    return where ? `${where}: ${getSystemErrorMessage(errno)}` : message;
  }
  return 'exitCode' in error ? message : (message.split('\n')[0] ?? message);
}

function stackOf(error: unknown, without: Without): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause, without)}`;
  return `${without(error)?.stack ?? error.stack}${cause}`;
}
