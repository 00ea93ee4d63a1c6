import { nextBatch } from '../base/next-batch.js';
import { guardTest } from '../plan/guard.js';
import { type Fetch, type Path, type Plan, takesFromContext } from '../plan/plan.js';
import { observedClient } from './fetch/request-observer.js';
import { entityFetch } from './fetch/entity-fetch.js';
import { onlyTypeAtEnd } from './fetch/entity-path.js';
import type { Execution, Send, TakeIn } from './fetch/execution.js';
import { rootFetch } from './fetch/root-fetch.js';
import type { PlanContext } from './fetch/plan-context.js';

/** The fetches for a deferred fragment, with separate errors. */
export interface RunningPart {
  readonly execution: Execution;
  /** Called when all of them are answered, or with an error inside the gateway. */
  readonly end: (failure?: unknown) => void;
}

/**
 * Runs a plan: each fetch starts once its inputs are there.
 * @param parts by label, the executions of deferred fragments.
 * @returns settled when all fetches of the initial answer are done. It fails only if the gateway itself does.
 */
export type RunPlan = (execution: Execution, parts?: ReadonlyMap<string, RunningPart>) => Promise<void> | undefined;

/** A compiled fetch. */
interface CompiledFetch {
  readonly send: Send;
  readonly isOn: ((variables: Execution['variables']) => boolean) | undefined;
  /** Index of the plan's part. */
  readonly part: number;
  /** The fetches that wait for this one. */
  readonly before: readonly number[];
}

/** A compiled plan. */
interface CompiledPlan {
  readonly fetches: readonly CompiledFetch[];
  /** Labels of the parts; the first is the answer itself, without a label. */
  readonly parts: readonly (string | undefined)[];
  /** For each fetch, how many unanswered fetches it waits for when the plan begins. */
  readonly waitsFor: readonly number[];
  /** The same for each part. */
  readonly partWaitsFor: readonly number[];
  /** The fetches that wait for no other. */
  readonly first: readonly number[];
}

/**
 * Compiles a plan, so that running it does not read the plan again.
 * @param isDone whether a fetch is answered before the plan runs.
 */
export function compilePlan(plan: Plan, context: PlanContext, isDone = (_fetch: Fetch) => false): RunPlan {
  const own = { ...context, keepsApart: takesFromContext(plan) };
  const done = plan.fetches.map(isDone);
  const parts = [...new Set([undefined, ...plan.fetches.map(({ part }) => part)])];
  const fetches = plan.fetches.map((fetch, index): CompiledFetch => ({
    send: compileFetch(fetch, own),
    isOn: guardTest(fetch.guard),
    part: parts.indexOf(fetch.part),
    before: plan.fetches.flatMap(({ after }, later) => (after.includes(index) ? [later] : [])),
  }));
  const waitsFor = plan.fetches.map(({ after }) => after.filter((before) => !done[before]).length);
  const partWaitsFor = parts.map(
    (_, part) => fetches.filter((fetch, index) => fetch.part === part && !done[index]).length,
  );
  const first = waitsFor.flatMap((count, index) => (count === 0 && !done[index] ? [index] : []));
  const compiled = { fetches, parts, waitsFor, partWaitsFor, first };
  return (execution, running) => {
    execution.observer?.plans?.(plan);
    return first.length > 0 ? new PlanRun(compiled, execution, running).begin() : undefined;
  };
}

function compileFetch(fetch: Fetch, context: PlanContext): Send {
  const paths = fetch.kind === 'entities' ? fetch.entities.flatMap((entities) => entities.paths) : [fetch.path];
  const planned = { node: fetch, subgraph: fetch.subgraph, path: paths.map(pathText).join(', ') };
  const own = { ...context, client: (name: string) => observedClient(context.client(name), planned) };
  return fetch.kind === 'entities' ? entityFetch(fetch, own) : rootFetch(fetch, own);
}

/** One run of a plan. */
class PlanRun {
  /** Answers that are not needed yet: unread, they are bytes outside the heap. */
  #answers: [fetch: number, takeIn: TakeIn][] = [];
  /** For each fetch, how many unanswered fetches it waits for. */
  readonly #waitsFor: number[];
  /** The same for each part. */
  readonly #partWaitsFor: number[];
  /** Fetches and parts whose inputs have all arrived. */
  #ready: number[];
  #complete: number[] = [];
  readonly #ended: boolean[] = [];
  #takesIn = false;
  readonly #result = Promise.withResolvers<undefined>();

  constructor(
    private readonly plan: CompiledPlan,
    private readonly execution: Execution,
    private readonly running: ReadonlyMap<string, RunningPart> | undefined,
  ) {
    // `slice` keeps the arrays packed and is cheap: this runs for every request.
    this.#waitsFor = plan.waitsFor.slice();
    this.#partWaitsFor = plan.partWaitsFor.slice();
    this.#ready = plan.first.slice();
  }

  begin(): Promise<undefined> {
    if (this.#partWaitsFor[0] === 0) this.#result.resolve(undefined);
    this.#goOn();
    return this.#result.promise;
  }

  /** Ends complete parts and starts ready fetches, until there are none. */
  #goOn(): void {
    while (this.#ready.length + this.#complete.length > 0) {
      const ready = this.#ready;
      const complete = this.#complete;
      this.#ready = [];
      this.#complete = [];
      for (const part of complete) this.#end(part);
      this.#start(ready);
    }
  }

  /** Starts fetches at the same moment. Fetches without entities are settled at once. */
  #start(ready: readonly number[]): void {
    // A single fetch shares with no other.
    const gathered: Execution['gatheredNow'] = ready.length > 1 ? new Map() : undefined;
    for (const index of ready) {
      const { send, isOn, part } = this.plan.fetches[index] as CompiledFetch;
      const execution = this.#running(part)?.execution ?? this.execution;
      let sent: ReturnType<Send>;
      execution.gatheredNow = gathered;
      try {
        sent = (isOn?.(execution.variables) ?? true) ? send(execution) : undefined;
      } catch (failure) {
        this.#end(part, failure);
      }
      execution.gatheredNow = undefined;
      if (!sent) this.#settle(index);
      else {
        sent.then(
          (takeIn) => {
            this.#arrived(index, takeIn);
          },
          (failure: unknown) => {
            this.#arrived(index, () => {
              throw failure;
            });
          },
        );
      }
    }
  }

  #arrived(index: number, takeIn: TakeIn): void {
    this.#answers.push([index, takeIn]);
    this.#settle(index);
    if (this.#takesIn || this.#ready.length + this.#complete.length === 0) return;
    this.#takesIn = true;
    void nextBatch().then(() => {
      this.#takesIn = false;
      this.#takeInAll();
    });
  }

  /** Notes that a fetch is answered. */
  #settle(index: number): void {
    const { before, part } = this.plan.fetches[index] as CompiledFetch;
    for (const later of before) {
      const left = (this.#waitsFor[later] ?? 0) - 1;
      this.#waitsFor[later] = left;
      if (left === 0) this.#ready.push(later);
    }
    const left = (this.#partWaitsFor[part] ?? 0) - 1;
    this.#partWaitsFor[part] = left;
    if (left === 0) this.#complete.push(part);
  }

  #takeInAll(): void {
    const answers = this.#answers.sort(([one], [other]) => one - other);
    this.#answers = [];
    for (const [index, takeIn] of answers) {
      try {
        takeIn();
      } catch (failure) {
        this.#end((this.plan.fetches[index] as CompiledFetch).part, failure);
      }
    }
    this.#goOn();
  }

  /**
   * Ends a part, once: the first failure counts. Its other fetches continue, since other parts may need them.
   * @param failure an error inside the gateway.
   */
  #end(part: number, failure?: unknown): void {
    if (this.#ended[part]) return;
    this.#ended[part] = true;
    if (part > 0) this.#running(part)?.end(failure);
    else if (failure === undefined) this.#result.resolve(undefined);
    else this.#result.reject(failure);
  }

  #running(part: number): RunningPart | undefined {
    const label = this.plan.parts[part];
    return label === undefined ? undefined : this.running?.get(label);
  }
}

/**
 * A path as text: fields, `@` for each item of a list, and type conditions as `|[A, B]`; a single type at its end is
 * left out, since all objects there usually have it.
 */
export function pathText(path: Path): string {
  return (onlyTypeAtEnd(path) === undefined ? path : path.slice(0, -1))
    .map((segment) => {
      if (segment === '@') return segment;
      return 'field' in segment ? segment.field : `|[${segment.types.join(', ')}]`;
    })
    .join('.');
}
