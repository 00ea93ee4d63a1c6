import type { CostBudgets } from '../limits/cost/cost-budgets.js';
import { isStream, whenEnded } from '../when-ended.js';
import type { EngineRequest } from './engine.js';

/**
 * Answers a request with its cost held for as long as that takes: where the answer is a stream, until it ends, fails or
 * its reader returns.
 * @param budgets where the cost is held; undefined where nothing is limited.
 * @throws as `CostBudgets.begin` does; then nothing is held.
 */
export async function heldUntilEnded<T>(
  budgets: Pick<CostBudgets, 'begin'> | undefined,
  request: EngineRequest,
  answer: () => Promise<T>,
): Promise<T> {
  const end = budgets?.begin(request);
  if (!end) return answer();
  try {
    const answered = await answer();
    if (isStream(answered)) return whenEnded(answered, end) as T;
    end();
    return answered;
  } catch (error) {
    end();
    throw error;
  }
}
