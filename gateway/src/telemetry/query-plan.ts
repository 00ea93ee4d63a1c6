import { pathText } from '../executor/run-plan.js';
import { isAlways } from '../plan/guard.js';
import type { Fetch, Plan } from '../plan/plan.js';
import type { FetchEnd, FetchUnderWay, PlannedFetch, RequestObserver } from '../executor/fetch/request-observer.js';

/** The timing of a fetch. A fetch without a timing was not sent, because there were no objects to fetch. */
interface Timing {
  /** Milliseconds from the start of the request. */
  readonly startedAt: number;
  /** Milliseconds until the last answer; absent before it. */
  took?: number;
  /** The number of requests, if more than one. */
  requests?: number;
  errors?: number;
  fault?: string;
}

/** A fetch of a plan in a readable form. */
export interface ReadableFetch {
  readonly id: number;
  readonly subgraph: string;
  /** The ids of the fetches that it depends on. */
  readonly after: readonly number[];
  /** The path of its objects in the response; absent at the root. */
  readonly path?: string;
  /** The conditions for sending it: one of these lines must hold. */
  readonly when?: readonly string[];
  /** The deferred fragment that it belongs to. */
  readonly part?: string;
  readonly operation: string;
  readonly timing?: Timing;
  /** The number of objects left out because required fields are missing. */
  readonly leftOut?: number;
}

/** Records the plan of one request, and the times of its fetches. */
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

  /** The plan, with each fetch's timing so far; null if the gateway answered without fetches. */
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
