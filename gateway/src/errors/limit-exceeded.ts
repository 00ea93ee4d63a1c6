import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Caller, isKnown } from '../request/caller.js';

/** The limit that a request exceeds. An anonymous caller learns only this. */
export type LimitKind =
  | 'COMPRESSION_RATIO'
  | 'JSON_DEPTH'
  | 'JSON_VALUES'
  | 'BATCH'
  | 'LINES'
  | 'TOKENS'
  | 'DEFINITIONS'
  | 'DEPTH'
  | 'SELECTIONS'
  | 'ALIASES'
  | 'DIRECTIVES'
  | 'ROOT_FIELDS'
  | 'REPETITIONS'
  | 'COST'
  | 'RESPONSE_BYTES'
  | 'CONCURRENCY'
  | 'EXPORTS'
  | 'EXPORT_ROWS'
  | 'IMPORTS'
  | 'RATE';

/** The code of all errors about limits. */
export const limitExceededCode = 'LIMIT_EXCEEDED';

/**
 * A request exceeds a limit. The value of the limit is for the log and for authenticated callers: others could use it
 * to stay just below. The cost of an operation and its limit are public, because an app without a token must know how
 * to make its operation smaller.
 */
export class LimitExceeded extends GraphQLError {
  constructor(
    readonly kind: LimitKind,
    /** The limit. */
    readonly limit: number,
    /** The measured value; undefined if counting stopped at the limit. */
    readonly found?: number,
    /**
     * Whether the value includes other callers' use: anonymous callers share an allowance, and must not learn the
     * others' use.
     */
    private readonly isShared = false,
  ) {
    super(`The request exceeds a limit of the gateway: ${kind}.`, {
      extensions: { code: limitExceededCode, limit: kind },
    });
  }

  /**
   * The message for a caller: with the value and the limit if the caller is authenticated, or if the limit is a cost.
   */
  shownTo(caller: Caller): Pick<GraphQLError, 'message' | 'extensions'> {
    const { message, extensions, kind, limit } = this;
    const knows = isKnown(caller);
    if (!knows && kind !== 'COST') return { message, extensions };
    const found = knows || !this.isShared ? this.found : undefined;
    return {
      message: `${message.slice(0, -1)} may be ${limit}${found === undefined ? '' : `, got ${found}`}.`,
      extensions: { ...extensions, allowed: limit, ...(found !== undefined && { used: found }) },
    };
  }

  /** Logs the value and the limit. */
  tell(log: Pick<FastifyBaseLogger, 'warn'>): void {
    const { kind, limit, found } = this;
    log.warn({ kind, limit, found }, 'a limit is exceeded');
  }
}
