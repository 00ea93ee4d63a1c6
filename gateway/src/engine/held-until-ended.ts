import type { ExecutionResult } from 'graphql';
import type { InitialResult, SubsequentResult } from '../executor/incremental-response.js';
import type { CostBudgets, HeldCost } from '../limits/cost/cost-budgets.js';
import { mappedStream } from '../base/mapped-stream.js';
import { isStream, whenEnded } from '../base/when-ended.js';
import type { EngineRequest } from './engine.js';

/** An engine's answer: all at once, in parts, or a subscription's events. */
type Answer =
  ExecutionResult | AsyncGenerator<ExecutionResult | InitialResult | SubsequentResult, undefined, undefined>;

/**
 * Answers a request, and holds its cost until the answer is complete: a stream until it ends, fails or its reader
 * returns. The answer states the cost in `extensions.cost`, except for events, which several callers may share.
 * @param budgets where the cost is held; undefined if unlimited.
 * @throws as `CostBudgets.begin` does; the cost is then not held.
 */
export function heldUntilEnded<T extends Answer>(
  budgets: Pick<CostBudgets, 'begin'> | undefined,
  request: EngineRequest,
  answer: () => Promise<T>,
): Promise<T> {
  // Without budgets no second promise is made.
  return budgets ? heldBy(budgets, request, answer) : answer();
}

async function heldBy<T extends Answer>(
  budgets: Pick<CostBudgets, 'begin'>,
  request: EngineRequest,
  answer: () => Promise<T>,
): Promise<T> {
  const held = budgets.begin(request);
  request.context.record?.costs(held.estimated);
  try {
    const answered: Answer = await answer();
    if (isStream(answered)) {
      const told = mappedStream(answered, (part) => (isFirstPart(part) ? withCost(part, held) : part));
      return whenEnded(told, held.end) as T;
    }
    held.end();
    return withCost(answered, held) as T;
  } catch (error) {
    held.end();
    throw error;
  }
}

function isFirstPart(part: ExecutionResult | InitialResult | SubsequentResult): part is InitialResult {
  return 'hasNext' in part && !('incremental' in part);
}

function withCost<R extends ExecutionResult>(result: R, { estimated, budget }: HeldCost): R {
  return { ...result, extensions: { ...result.extensions, cost: { estimated, budget } } };
}
