import type { ExecutionResult } from 'graphql';
import type { Cancellation } from '../base/cancellation.js';
import { goesToSeveral } from '../base/response-text.js';
import { SingleFlight } from '../base/single-flight.js';
import { PlannerBusy } from '../errors/planner-busy.js';
import type { RequestContext } from '../request/context.js';
import type { EngineRequest } from './engine.js';

/** Answers an operation, for those whom `asked` stands for where it is not the request's own context. */
export type Answer = (request: EngineRequest, asked?: RequestContext) => Promise<ExecutionResult>;

/** Answers operations; equal ones of one identity class that are under way at the same time are answered once. */
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
      // The planner has no turn for the first who asked; who shares his answer has a turn of his own.
      if (error instanceof PlannerBusy && !isFirst) return answer(request);
      throw error;
    });
  };
}

/** The context of an operation that is answered once for many: it is given up when the last of them leaves. */
function askedByMany(context: RequestContext, cancellation: Cancellation): RequestContext {
  return Object.create(context, { cancellation: { value: cancellation } }) as RequestContext;
}
