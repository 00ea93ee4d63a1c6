import type { ExecutionResult } from 'graphql';
import { Cancellation } from '../base/cancellation.js';
import type { RequestContext } from '../request/context.js';
import { type DeferringOperation, withoutDefer } from '../operation/defer.js';
import type { Plan } from '../plan/plan.js';
import { answerParts, type FetchOutcome } from './answer-parts.js';
import { compileParts, type DeferredPart } from './deferred-parts.js';
import { answeringIn, completing, type OperationInput, responder } from './executor.js';
import { FetchErrors } from './fetch/fetch-errors.js';
import type {
  DeferredResult,
  IncrementalResults,
  InitialResult,
  PendingPart,
  SubsequentResult,
} from './incremental-response.js';
import { PartQueue } from './part-queue.js';
import { type ProblemMeans, subgraphErrors } from './response/response-errors.js';
import { operationPaths } from './response/response-keys.js';
import { compilePlan, type RunningPart } from './run-plan.js';
import type { PlanContext } from './fetch/plan-context.js';

/** Executes a compiled operation: in parts, or at once if no part is deferred. */
export type ExecuteIncrementally = (input: OperationInput) => Promise<ExecutionResult | IncrementalResults>;

/**
 * Compiles an operation with deferred fragments. Each fetch begins once its inputs are there, those for deferred
 * fragments too; a part is sent after the part that contains it.
 */
export function compileIncremental(
  { operation, labels }: DeferringOperation,
  plan: Plan,
  context: PlanContext,
): ExecuteIncrementally {
  const planned = new Set(plan.fetches.flatMap(({ part }) => part ?? []));
  // A fragment without a fetch is complete with the part that contains it.
  const answered = withoutDefer(operation, (label) => planned.has(label));
  const run = compilePlan(plan, context);
  const { begin, respond } = responder(answered, context);
  const findParts = compileParts(answered.definition, completing(answered, context, {}));
  const inOperation = operationPaths(answered.definition.selectionSet, answered.fragments);

  return async (input) => {
    const queue = new PartQueue<FetchOutcome>();
    let over = false;
    // Each part of the answer has its own execution, on common data.
    const execution = { ...begin(input), gathered: true };
    const parts = new Map<string, RunningPart>();
    // The parts' fetches end with the request, or once no part needs them.
    const ending = new Cancellation();
    const stopListening = input.context.cancellation?.onCancel(() => {
      ending.cancel();
    });
    const ofParts = Object.create(input.context, { cancellation: { value: ending } }) as RequestContext;
    for (const label of planned) {
      const part = { ...execution, context: ofParts, errors: new FetchErrors(input.context) };
      const end = (failure?: unknown) => {
        if (failure !== undefined) queue.settle(label, { errors: [], failure });
        else if (!over) queue.settle(label, { errors: subgraphErrors(part.errors.all, inOperation) });
      };
      parts.set(label, { execution: part, end });
    }
    await run(execution, parts);
    const result = respond(execution, input);
    const pending = new PendingParts(queue, labels);
    const first = pending.add(findParts(execution.data, result.data, []));
    if (queue.isEmpty) {
      over = true;
      stopListening?.();
      ending.cancel();
      return result;
    }
    const { caller } = input.context;
    const means = { caller, answering: answeringIn(context), causes: result.errors ?? [] };
    return onReturn(deliver({ ...result, pending: first, hasNext: true }, queue, pending, means), () => {
      over = true;
      input.context.cancellation?.cancel();
      queue.close();
    });
  };
}

async function* deliver(
  initial: InitialResult,
  queue: PartQueue<FetchOutcome>,
  announced: PendingParts,
  means: ProblemMeans,
): AsyncGenerator<InitialResult | SubsequentResult, undefined, undefined> {
  yield initial;
  while (!queue.isEmpty) {
    await queue.wait();
    const incremental: DeferredResult[] = [];
    const pending: PendingPart[] = [];
    for (let ready = queue.take(); ready; ready = queue.take()) {
      for (const { part, data, errors } of answerParts(ready.parts, ready.outcome, means)) {
        incremental.push({ ...announced.take(part), data, ...(errors && { errors }) });
        pending.push(...announced.add(part.find(part.object, data, part.path)));
      }
    }
    if (incremental.length === 0) return;
    yield { incremental, pending, hasNext: !queue.isEmpty };
  }
}

/** The parts that were announced to the caller and not sent yet. */
class PendingParts {
  readonly #known = new Map<DeferredPart, PendingPart>();
  #count = 0;

  constructor(
    private readonly queue: PartQueue<FetchOutcome>,
    private readonly labels: DeferringOperation['labels'],
  ) {}

  /** Adds parts to the queue; gives their announcement for the caller. */
  add(parts: readonly DeferredPart[]): readonly PendingPart[] {
    this.queue.add(parts);
    return parts.map((part) => {
      const label = this.labels.get(part.label);
      const pending = { id: String(this.#count), path: part.path, ...(label !== undefined && { label }) };
      this.#count += 1;
      this.#known.set(part, pending);
      return pending;
    });
  }

  /** The announcement of a part that is sent now. */
  take(part: DeferredPart): PendingPart {
    const pending = this.#known.get(part);
    if (!pending) throw new Error('Expected a part that was announced.');
    this.#known.delete(part);
    return pending;
  }
}

/** A generator that reports its return, which it does not notice itself while it waits. */
function onReturn(generator: IncrementalResults, stop: () => void): IncrementalResults {
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    stop();
    return end(value);
  };
  return generator;
}
