import { setTimeout as delay } from 'node:timers/promises';
import { Busy, Refusal } from '../errors/refusal.js';
import type { GraphQLResponse, Pipeline } from '../graphql/graphql-response.js';
import { answerOf, isStream } from '../graphql/graphql-response.js';
import type { Entry } from '../entry/entry.js';
import type { Caller } from '../request/caller.js';
import type { CallerRequest } from '../request/context.js';
import type { Ask } from './ask-pages.js';
import type { Table } from './table/table.js';

/** How often a page may wait for its caller's rate limit. */
const maxWaits = 600;

export interface AskOptions {
  readonly table: Pick<Table, 'document' | 'operations'>;
  readonly pipeline: Pipeline;
  readonly entry: Pick<Entry, 'admission' | 'operationTimeoutMs'>;
  /** The request for the file. */
  readonly context: CallerRequest;
}

/**
 * Runs the operations of a table's document as the caller: each is authorised, priced, recorded and counted as any
 * operation; the first is counted with the request for the file. A page waits if its caller exceeds the rate limit.
 */
export function askOperations({ table, pipeline, entry, context }: AskOptions): Ask {
  let isCounted = true;
  const count = async () => {
    for (let waits = 0; ; waits += 1) {
      try {
        await entry.admission.fromCaller(context);
        return;
      } catch (error) {
        if (!(error instanceof Busy) || waits === maxWaits || context.cancellation.cancelled) throw error;
        await delay(error.retryAfterSeconds * 1000, undefined, { ref: false });
      }
    }
  };
  return async (operationName, variables, besides): Promise<GraphQLResponse> => {
    // Set at once: other operations run at the same time.
    const isFirst = isCounted;
    isCounted = false;
    if (!isFirst) await count();
    refuseEnded(context.caller);
    const declared = table.operations.get(operationName) ?? new Set();
    const own = Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
    const { requestId, log, caller, callerId, quota, purpose, headers, cancellation, record } = context;
    const deadline = performance.now() + entry.operationTimeoutMs;
    const answered = await pipeline.answer({
      parameters: { query: table.document, operationName, variables: own },
      context: { requestId, log, caller, callerId, quota, purpose, headers, cancellation, record, deadline, besides },
      method: 'GET',
      takes: () => false,
    });
    const response = answerOf(answered);
    if (isStream(response)) throw new Error('Expected one response, got a stream.');
    return response;
  };
}

/**
 * Stops a file if the caller's rights have ended meanwhile.
 * @throws Refusal `TOKEN_EXPIRED`
 */
function refuseEnded({ ended, expiresAt = Infinity }: Caller): void {
  if (ended?.aborted !== true && expiresAt > Date.now()) return;
  throw new Refusal('TOKEN_EXPIRED', 'The token or key has ended while the file was made.');
}
