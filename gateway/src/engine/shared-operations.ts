import type { ExecutionResult } from 'graphql';
import type { Cancellation } from '../base/cancellation.js';
import { goesToSeveral } from '../base/response-text.js';
import { SingleFlight } from '../base/single-flight.js';
import { PlannerBusy } from '../errors/planner-busy.js';
import type { RequestContext } from '../request/context.js';
import type { EngineRequest } from './engine.js';

/** Answers an operation. `asked` is the common context of all requests that share the answer, if it differs. */
export type Answer = (request: EngineRequest, asked?: RequestContext) => Promise<ExecutionResult>;

/** Answers operations; equal concurrent ones of one identity class are answered once. */
export function sharedOperations(answer: Answer): (request: EngineRequest) => Promise<ExecutionResult> {
  const underWay = new SingleFlight<ExecutionResult>();
  return (request) => {
    const { operation, variables, context } = request;
    const key = [context.caller.identityClass, operation.id, JSON.stringify(variables)].join('\n');
    let isFirst = false;
    const answerAll = async (cancellation: Cancellation, land: () => number) => {
      isFirst = true;
      const result = await answer(request, askedByMany(context, cancellation));
      if (land() > 1) goesToSeveral(result);
      return result;
    };
    return underWay.run(key, answerAll, context.cancellation).catch((error: unknown) => {
      // The planner refused the first request by its caller's quota; the others have their own places in the queue.
      if (error instanceof PlannerBusy && !isFirst) return answer(request);
      throw error;
    });
  };
}

/** The context of an operation that is answered once for many requests: cancelled when the last of them leaves. */
function askedByMany(context: RequestContext, cancellation: Cancellation): RequestContext {
  return Object.create(context, { cancellation: { value: cancellation } }) as RequestContext;
}
