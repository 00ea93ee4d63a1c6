import { setImmediate, setTimeout } from 'node:timers/promises';
import { validate } from 'graphql';
import { documentOf } from '../operation/operation.js';
import type { OperationRequest, ReplaceableEngine } from './engine.js';

/** Limits of preparing operations; the rest is planned on demand. */
export interface PreparationLimits {
  readonly operations: number;
  readonly milliseconds: number;
}

/** How many operations are planned at the same time, so that a hard one does not block the others. */
const concurrency = 4;

/**
 * Plans and compiles operations for an engine that is not live yet. Operations that are invalid against its schema, or
 * have no plan, are skipped: their callers get the error later.
 * @param operations the latest first.
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
      // Lets requests to the live engine run in between.
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
  // In this order the cache evicts them as it would have before.
  for (const operation of prepared.reverse()) await engine.prepare(operation);
  return length;
}
