import { DriverException } from '@mikro-orm/core';
import { stdSerializers } from 'pino';
import { isAway } from './away.js';

interface LoggableDriverError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

/**
 * An error as the log records it. A database's message repeats the statement with its values, and its detail the
 * offending row, which may be about a person: only the name of the fault is recorded. The message of an unreachable
 * server contains neither, and stays.
 */
export function loggableError(error: Error): { type: string; message: string; stack: string } {
  if (!(error instanceof DriverException)) return stdSerializers.err(error);
  const { name, code, constraint, table, column, stack } = error as LoggableDriverError & DriverException;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const message = isAway(error.message, code)
    ? `The database did not answer (${code ?? error.message}).`
    : `PostgreSQL refused a statement (SQLSTATE ${code ?? 'unknown'}).`;
  return { type: name, message, constraint, table, column, stack: frames.join('\n') } as LoggableDriverError;
}

/** The loggable part of a database's error; undefined for any other error. */
export function tellableError(error: unknown): ReturnType<typeof loggableError> | undefined {
  return error instanceof DriverException ? loggableError(error) : undefined;
}
