import type { FastifyBaseLogger } from 'fastify';
import { loggableError } from '../database/loggable-error.js';
import { type Probe, ProbeTimeout } from '../database/probe.js';

/** The time limit of the database's answer, in milliseconds: less than the second that readiness has. */
const answerMs = 400;

/** How long a successful write counts, in milliseconds. */
const writeHoldsMs = 5000;

/**
 * Takes 128 KiB of the disk and releases them: a table's file is extended, as for stored rows. On a full disk
 * PostgreSQL answers 53100. It takes 1 to 2 ms.
 */
const writeProbe = `create temp table hub_write_probe on commit drop as
  select n, repeat('x', 1900) as filling from generate_series(1, 64) n`;

/** The public reason why a subgraph is not ready. */
export interface NotReady {
  readonly code: 'DATABASE_UNREACHABLE' | 'DATABASE_TAKES_NO_WRITES';
  readonly message: string;
}

const unreachable: NotReady = {
  code: 'DATABASE_UNREACHABLE',
  message: `Expected the database to answer within ${answerMs} ms; the log says why it did not.`,
};

const refusesConnections: NotReady = {
  code: 'DATABASE_UNREACHABLE',
  message: 'Expected the database to take another connection; the log says why it did not.',
};

const takesNoWrites: NotReady = {
  code: 'DATABASE_TAKES_NO_WRITES',
  message: 'Expected the database to take a write; the log says why it did not.',
};

export interface ReadinessOptions {
  readonly probe: Pick<Probe, 'ask' | 'reconnect'>;
  /** Whether every answer needs a write, as in the audit log. */
  readonly mustWrite: boolean;
  readonly log: FastifyBaseLogger;
  /** Milliseconds, on a monotonic clock. */
  readonly now?: () => number;
}

/** Decides within a second whether a subgraph can work, and logs changes. */
export class Readiness {
  #looking: Promise<NotReady | undefined> | undefined;
  #last: NotReady | undefined;
  #wrote = -Infinity;
  readonly #now: () => number;

  constructor(private readonly options: ReadinessOptions) {
    this.#now = options.now ?? (() => performance.now());
  }

  /** The reason why the subgraph is not ready; undefined where it is. Concurrent callers share one test. */
  look(): Promise<NotReady | undefined> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<NotReady | undefined> {
    const { probe, mustWrite } = this.options;
    try {
      await probe.ask('select 1', answerMs);
    } catch (error) {
      return this.#found(unreachable, error);
    }
    if (!mustWrite || this.#now() - this.#wrote < writeHoldsMs) return this.#found(undefined);
    try {
      // Writes of others use connections that may have to be opened.
      await probe.reconnect(answerMs);
    } catch (error) {
      // A busy machine takes longer.
      if (!(error instanceof ProbeTimeout)) return this.#found(refusesConnections, error);
    }
    try {
      await probe.ask(writeProbe, answerMs);
      this.#wrote = this.#now();
      return this.#found(undefined);
    } catch (error) {
      return this.#found(takesNoWrites, error);
    }
  }

  #found(state: NotReady | undefined, error?: unknown): NotReady | undefined {
    const { log } = this.options;
    if (state && state !== this.#last) log.error({ code: state.code, reason: reasonOf(error) }, 'not ready');
    if (!state && this.#last) log.info('ready again');
    this.#last = state;
    return state;
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: string };
  const { message } = loggableError(error as Error);
  return code === undefined ? message : `${message} (${code})`;
}
