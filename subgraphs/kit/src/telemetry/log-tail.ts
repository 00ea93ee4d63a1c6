import type { LoggerOptions } from 'pino';
import { loggableError } from '../database/loggable-error.js';

/** The lowest recorded level: pino's `warn`. */
const keptFrom = 40;

/** How many lines are kept. */
const most = 200;

/** A line of the log that an operator should read. */
export interface LogLine {
  readonly at: Date;
  readonly level: 'warn' | 'error';
  readonly message: string;
  /** The line's other fields, as JSON; of an error, its message alone. */
  readonly details: string;
}

/** The last warnings and errors in a process's log. */
export class LogTail {
  readonly #lines: LogLine[] = [];

  /** The newest first. */
  get lines(): readonly LogLine[] {
    return this.#lines.toReversed();
  }

  /** Records a logger's call. */
  take(args: readonly unknown[], level: number): void {
    if (level < keptFrom) return;
    const [first, second] = args;
    const message = typeof first === 'string' ? first : typeof second === 'string' ? second : '';
    this.#lines.push({
      at: new Date(),
      level: level < 50 ? 'warn' : 'error',
      message,
      details: typeof first === 'object' && first !== null ? detailsOf(first) : '',
    });
    if (this.#lines.length > most) this.#lines.shift();
  }
}

function detailsOf({ err, ...details }: { readonly err?: unknown }): string {
  const told = err instanceof Error ? { ...details, error: loggableError(err).message } : details;
  try {
    return Object.keys(told).length === 0 ? '' : JSON.stringify(told).slice(0, 1000);
  } catch {
    return '';
  }
}

/** Combines pino's hooks: each line is recorded, and then limited. */
export function seenBy(tail: LogTail, hooks: NonNullable<LoggerOptions['hooks']>): NonNullable<LoggerOptions['hooks']> {
  const { logMethod } = hooks;
  return {
    ...hooks,
    logMethod(args, method, level) {
      tail.take(args, level);
      if (logMethod) logMethod.call(this, args, method, level);
      else method.apply(this, args);
    },
  };
}
