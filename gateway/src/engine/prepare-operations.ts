import { setImmediate, setTimeout } from 'node:timers/promises';
import { validate } from 'graphql';
import { documentOf } from '../operation/operation.js';
import type { OperationRequest, ReplaceableEngine } from './engine.js';

/** How far operations are prepared ahead; what is left is planned when it is asked for. */
export interface PreparationLimits {
  readonly operations: number;
  readonly milliseconds: number;
}

/** How many operations are planned at the same time: one that is hard holds up no other. */
const concurrency = 4;

/**
 * Plans and compiles operations for an engine that nobody asks yet. Those that are not valid against its schema, or
 * have no plan, are passed over: whoever asks for them is told why.
 * @param operations the one that was asked for last first.
 * @returns how many are prepared.
 */
export async function prepareOperations(
  engine: ReplaceableEngine,
  operations: readonly OperationRequest[],
  limits: PreparationLimits,
): Promise<number> {
  const left = operations.slice(0, limits.operations).values();
  const prepared: OperationRequest[] = [];
  const time = new AbortController();

  const prepareAll = async () => {
    for (const operation of left) {
      // Requests of the engine that is live come in between.
      await setImmediate();
      if (time.signal.aborted) return;
      if (validate(engine.schema, documentOf(operation.operation)).length > 0) continue;
      await engine.prepare(operation).then(
        () => prepared.push(operation),
        () => undefined,
      );
    }
  };
  const workers = Promise.all(Array.from({ length: concurrency }, prepareAll));
  await Promise.race([workers, setTimeout(limits.milliseconds, undefined, { signal: time.signal })]);
  time.abort();
  const { length } = prepared;
  // Asked for in this order they are forgotten in the order in which they would have been.
  for (const operation of prepared.reverse()) await engine.prepare(operation);
  return length;
}
