import { callerHeaderOf } from '../../request/caller-header.js';
import type { SubgraphAnswer } from '../../subgraph/subgraph-client.js';
import { notGraphQL } from '../../errors/subgraph-fault.js';
import type { SubgraphResponse } from '../../subgraph/subgraph-response.js';
import type { Execution, TakeIn } from './execution.js';
import type { ObservedAsk } from './request-observer.js';

/**
 * The request of a fetch to its subgraph. A query is cancelled when the caller leaves; a mutation is not, since the
 * subgraph may have executed it already.
 */
export function subgraphAsk(execution: Execution, body: Buffer, isQuery: boolean): ObservedAsk {
  const { context, identityClass, observer } = execution;
  const { requestId, caller, callerId, cancellation, deadline, from } = context;
  return {
    body,
    requestId,
    caller: callerHeaderOf(caller, !isQuery, from),
    purpose: caller.purpose,
    callerId,
    idempotent: isQuery,
    isAnonymous: !caller.rights.authenticated,
    shareWith: identityClass,
    cancellation: isQuery ? cancellation : undefined,
    deadline,
    context,
    observer,
  };
}

/** The handlers of a fetch's answer. */
interface Outcome {
  take(response: SubgraphResponse, isShared: boolean): void;
  fail(fault: unknown): void;
}

/**
 * Waits for an answer, which is parsed only when it is taken in.
 * @param name the subgraph's.
 */
export function whenAnswered(name: string, asked: Promise<SubgraphAnswer>, outcome: Outcome): Promise<TakeIn> {
  const takeIn = (answer: SubgraphAnswer) => {
    let response: SubgraphResponse;
    try {
      response = answer.read();
    } catch (fault) {
      outcome.fail(fault);
      return;
    }
    try {
      outcome.take(response, answer.isShared);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      outcome.fail(notGraphQL(name, 'nested too deeply'));
    }
  };
  return asked.then(
    (answer) => () => {
      takeIn(answer);
    },
    (fault: unknown) => () => {
      outcome.fail(fault);
    },
  );
}

/** Whether no caller waits for the answer any more, so that no further fetch is needed. */
export function isAbandoned({ context }: Execution): boolean {
  return context.cancellation?.cancelled === true;
}
