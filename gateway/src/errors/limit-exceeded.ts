import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Caller, isKnown } from '../request/caller.js';

/** Which limit a request exceeds: all that a caller of whom nothing is known is told, besides that it does. */
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
 * A request asks for more than it may. How much it may is for the log, and for callers that are known: others could use
 * it to ask for just so much. What an operation costs, and may, everyone is told, for an app without a token must know
 * what to ask less of.
 */
export class LimitExceeded extends GraphQLError {
  constructor(
    readonly kind: LimitKind,
    /** How much there may be. */
    readonly limit: number,
    /** How much there is; undefined where counting stopped at the limit. */
    readonly found?: number,
    /** Whether others' use is in what there is: who is not known shares an allowance, and is not told what others use. */
    private readonly isShared = false,
  ) {
    super(`The request exceeds a limit of the gateway: ${kind}.`, {
      extensions: { code: limitExceededCode, limit: kind },
    });
  }

  /** What a caller is told: of a cost, or if it is known, what it used and what it may. */
  toldTo(caller: Caller): Pick<GraphQLError, 'message' | 'extensions'> {
    const { message, extensions, kind, limit } = this;
    const knows = isKnown(caller);
    if (!knows && kind !== 'COST') return { message, extensions };
    const found = knows || !this.isShared ? this.found : undefined;
    return {
      message: `${message.slice(0, -1)} may be ${limit}${found === undefined ? '' : `, got ${found}`}.`,
      extensions: { ...extensions, allowed: limit, ...(found !== undefined && { used: found }) },
    };
  }

  /** Writes down what the caller is not told. */
  tell(log: Pick<FastifyBaseLogger, 'warn'>): void {
    const { kind, limit, found } = this;
    log.warn({ kind, limit, found }, 'a limit is exceeded');
  }
}
