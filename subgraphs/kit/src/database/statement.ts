import { DefaultLogger, type LogContext, type LoggerOptions } from '@mikro-orm/core';

/** An SQL statement that was run. */
export interface Statement {
  /** With placeholders for its values, which may be about people. */
  readonly text: string;
  /** When it began and ended, on the clock of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly failed: boolean;
}

/**
 * Reports each statement of a database after it has run: MikroORM calls one hook before it, with its parameters, and
 * logs it afterwards.
 */
export class StatementWatch {
  readonly #began = new WeakMap<object, number>();

  constructor(private readonly onStatement: (statement: Statement) => void) {}

  /** The function for MikroORM's `onQuery`. */
  readonly onQuery = (sql: string, parameters: readonly unknown[]): string => {
    this.#began.set(parameters, performance.now());
    return sql;
  };

  /** The function for MikroORM's `loggerFactory`. */
  readonly loggerFactory = (options: LoggerOptions): DefaultLogger => new StatementLogger(options, this.#onLogged);

  readonly #onLogged = ({ query = '', params, level }: LogContext): void => {
    const began = this.#began.get(params as object);
    if (began !== undefined) {
      this.onStatement({ text: query, began, ended: performance.now(), failed: level === 'error' });
    }
  };
}

class StatementLogger extends DefaultLogger {
  constructor(
    options: LoggerOptions,
    private readonly onLogged: (context: LogContext) => void,
  ) {
    super(options);
  }

  override logQuery(context: { query: string } & LogContext): void {
    // Statements that begin or end a transaction have no parameters.
    if (context['params']) this.onLogged(context);
  }
}
