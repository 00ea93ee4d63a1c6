import type { ExecutionResult } from 'graphql';
import { type DeferringOperation, withoutDefer } from '../planner/defer.js';
import { fetchesOf } from '../planner/plan-fetches.js';
import type { FetchId, PlanNode, QueryPlan } from '../planner/planner.js';
import { answerParts, type FetchOutcome } from './answer-parts.js';
import { compileParts, type DeferredPart } from './deferred-parts.js';
import type { Execution, Run } from './execution.js';
import { answeringIn, completing, type OperationInput, responder } from './executor.js';
import { FetchErrors } from './fetch-errors.js';
import type {
  DeferredResult,
  IncrementalResults,
  InitialResult,
  PendingPart,
  SubsequentResult,
} from './incremental-response.js';
import { PartQueue } from './part-queue.js';
import { compilePlan, type PlanContext } from './plan-node.js';
import { type ProblemMeans, subgraphErrors } from './response-errors.js';
import { operationPaths } from './response-keys.js';

/** Answers an operation that was compiled: in parts, or at once where nothing is left to follow. */
export type ExecuteIncrementally = (input: OperationInput) => Promise<ExecutionResult | IncrementalResults>;

/**
 * Compiles an operation with deferred fragments. Fetches begin as soon as what they need is there, those for deferred
 * fragments too; their answers are sent once what they stand in has been.
 */
export function compileIncremental(
  { operation, labels }: DeferringOperation,
  plan: QueryPlan,
  context: PlanContext,
): ExecuteIncrementally {
  const planned = new Set(plan.parts?.map(({ label }) => label));
  // What the plan has no part for is there as soon as what it stands in.
  const answered = withoutDefer(operation, (label) => planned.has(label));
  const primary = compileStage(plan.node, context);
  const stages = (plan.parts ?? []).map((part) => ({ ...part, ...compileStage(part.node, context) }));
  const ids = new Set([primary, ...stages].flatMap((stage) => stage.ids));
  const { begin, respond } = responder(answered, context);
  const findParts = compileParts(answered.definition, completing(answered, context, {}));
  const inOperation = operationPaths(answered.definition.selectionSet, answered.fragments);

  return async (input) => {
    const queue = new PartQueue<FetchOutcome>();
    let over = false;
    const fetches = new Fetches(ids);
    // Parts of the answer have executions of their own, with the data in common.
    const execution: Execution = { ...begin(input), fetched: fetches.end, gathered: true };
    const run = async ({ run: fetch, ids: own }: Stage, into: Execution) => {
      await fetch?.(into);
      own.forEach(fetches.end);
    };
    for (const stage of stages) {
      const part = { ...execution, errors: new FetchErrors(input.context) };
      fetches
        .ended(stage.after)
        .then(() => (over ? undefined : run(stage, part)))
        .then(
          () => {
            queue.settle(stage.label, { errors: subgraphErrors(part.errors.all, inOperation) });
          },
          (failure: unknown) => {
            queue.settle(stage.label, { errors: [], failure });
          },
        );
    }
    await run(primary, execution);
    const result = respond(execution, input);
    const pending = new PendingParts(queue, labels);
    const first = pending.add(findParts(execution.data, result.data, []));
    if (queue.isEmpty) {
      over = true;
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

/** The parts that were announced to the client and have not been sent, as it knows them. */
class PendingParts {
  readonly #known = new Map<DeferredPart, PendingPart>();
  #count = 0;

  constructor(
    private readonly queue: PartQueue<FetchOutcome>,
    private readonly labels: DeferringOperation['labels'],
  ) {}

  /** Has parts that were found wait for what they need; gives how the client is told of them. */
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

  /** How the client was told of a part that is sent now. */
  take(part: DeferredPart): PendingPart {
    const pending = this.#known.get(part);
    if (!pending) throw new Error('Expected a part that was announced.');
    this.#known.delete(part);
    return pending;
  }
}

/** A generator that says when it is returned, which it does not see itself while it waits. */
function onReturn(generator: IncrementalResults, stop: () => void): IncrementalResults {
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    stop();
    return end(value);
  };
  return generator;
}

/** A node of a plan that is run as one. */
interface Stage {
  readonly run: Run | undefined;
  /** The fetches in it that others wait for. */
  readonly ids: readonly string[];
}

function compileStage(node: PlanNode | undefined, context: PlanContext): Stage {
  return { run: node && compilePlan(node, context), ids: node ? fetchIds(node) : [] };
}

function fetchIds(node: PlanNode): string[] {
  return fetchesOf(node).flatMap(({ fetch }) => (fetch as FetchId).id ?? []);
}

/** The fetches of one execution that deferred fragments wait for. */
class Fetches {
  readonly #ends = new Map<string, PromiseWithResolvers<undefined>>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) this.#ends.set(id, Promise.withResolvers<undefined>());
  }

  readonly end = (id: string): void => {
    this.#ends.get(id)?.resolve(undefined);
  };

  /** Waits for some of them. */
  async ended(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.flatMap((id) => this.#ends.get(id)?.promise ?? []));
  }
}
