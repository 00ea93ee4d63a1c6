import { callerHeaderOf } from '../identity/caller-header.js';
import type { SubgraphAsk } from '../subgraph/subgraph-client.js';
import type { Execution } from './execution.js';

/** What a fetch asks its subgraph. A query is given up when the client leaves; a mutation may have been done already. */
export function subgraphAsk(
  { context: { requestId, caller, cancellation, deadline, observer }, identityClass }: Execution,
  body: string,
  isQuery: boolean,
): SubgraphAsk {
  return {
    body,
    requestId,
    caller: callerHeaderOf(caller),
    idempotent: isQuery,
    shareWith: identityClass,
    cancellation: isQuery ? cancellation : undefined,
    deadline,
    observer: observer?.fetches,
  };
}

/** Whether nobody waits for the answer any more, so that nothing more need be fetched for it. */
export function isAbandoned({ context }: Execution): boolean {
  return context.cancellation?.cancelled === true;
}
