import { pathText } from '../executor/run-plan.js';
import { isAlways } from '../plan/guard.js';
import type { Fetch, Plan } from '../plan/plan.js';
import type { FetchEnd, FetchUnderWay, PlannedFetch, RequestObserver } from '../executor/fetch/request-observer.js';

/** What became of a fetch. One without any was not sent: nothing was there to be asked for. */
interface Timing {
  /** From the beginning of the request, in milliseconds. */
  readonly startedAt: number;
  /** Until the last answer, in milliseconds; absent where there is none yet. */
  took?: number;
  /** How many requests it took, where these are several. */
  requests?: number;
  errors?: number;
  fault?: string;
}

/** A fetch of a plan, to be read by people. */
export interface ReadableFetch {
  readonly id: number;
  readonly subgraph: string;
  /** The fetches that it waits for, by their ids. */
  readonly after: readonly number[];
  /** Where in the answer the objects are that it is about; absent at the root. */
  readonly path?: string;
  /** The variables that must be true, or not, for it to be sent: any line of them. */
  readonly when?: readonly string[];
  /** The deferred fragment that it is for. */
  readonly part?: string;
  readonly operation: string;
  readonly timing?: Timing;
  /** How many objects it left out, since they lack what must be sent. */
  readonly leftOut?: number;
}

/** Records the plan of one request, and when each of its fetches ran. */
export class QueryPlanRecorder implements RequestObserver {
  readonly alone = true;
  readonly #began = performance.now();
  #plan: Plan | undefined;
  readonly #timings = new Map<Fetch, Timing>();
  readonly #leftOut = new Map<Fetch, number>();

  plans(plan: Plan): void {
    this.#plan = plan;
  }

  leavesOut(fetch: Fetch, objects: number): void {
    this.#leftOut.set(fetch, objects);
  }

  begins({ node }: PlannedFetch): Required<Pick<FetchUnderWay, 'ends'>> {
    const now = () => milliseconds(performance.now() - this.#began);
    const known = this.#timings.get(node);
    const timing: Timing = known ?? { startedAt: now() };
    if (known) known.requests = (known.requests ?? 1) + 1;
    else this.#timings.set(node, timing);
    return {
      ends: ({ errors, fault }: FetchEnd) => {
        timing.took = milliseconds(now() - timing.startedAt);
        if (errors > 0) timing.errors = (timing.errors ?? 0) + errors;
        if (fault !== undefined) timing.fault = fault;
      },
    };
  }

  /** What was planned, each fetch with its timing so far; null where the gateway answered of itself. */
  toJSON(): { readonly fetches: readonly ReadableFetch[] } | null {
    const fetches = this.#plan?.fetches ?? [];
    return fetches.length > 0 ? { fetches: fetches.map((fetch, id) => this.#readable(fetch, id)) } : null;
  }

  #readable(fetch: Fetch, id: number): ReadableFetch {
    const { subgraph, after, guard, part, text } = fetch;
    const paths = fetch.kind === 'entities' ? fetch.entities.flatMap((entities) => entities.paths) : [fetch.path];
    const path = paths.map(pathText).join(', ');
    const [timing, leftOut] = [this.#timings.get(fetch), this.#leftOut.get(fetch)];
    return {
      ...{ id, subgraph, after },
      ...(path !== '' && { path }),
      ...(!isAlways(guard) && { when: guard.map((literals) => literals.join(' ')) }),
      ...(part !== undefined && { part }),
      operation: text,
      ...(timing && { timing }),
      ...(leftOut && { leftOut }),
    };
  }
}

function milliseconds(duration: number): number {
  return Math.round(duration * 1000) / 1000;
}
