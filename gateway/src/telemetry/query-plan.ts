import type { PlanNode } from '../planner/planner.js';
import type { FetchEnd, FetchObserver, FetchUnderWay, PlannedFetch } from './fetch-observer.js';

/** A node of a plan with what became of it when it was run. */
export type TimedNode = Readonly<Record<string, unknown>>;

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

/** Records the plan of one request, and when each of its fetches ran. */
export class QueryPlanRecorder implements FetchObserver {
  readonly #began = performance.now();
  readonly #plans: PlanNode[] = [];
  readonly #timings = new Map<PlanNode, Timing>();
  readonly #leftOut = new Map<PlanNode, number>();

  plans(node: PlanNode): void {
    this.#plans.push(node);
  }

  leavesOut(node: PlanNode, objects: number): void {
    this.#leftOut.set(node, objects);
  }

  begins({ node }: PlannedFetch): FetchUnderWay {
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
  toJSON(): TimedNode | null {
    const [plan, ...deferred] = this.#plans.map((node) => this.#timed(node));
    if (!plan) return null;
    return deferred.length > 0 ? { kind: 'Defer', primary: plan, deferred } : plan;
  }

  #timed(node: PlanNode): TimedNode {
    const parts = Object.entries(node).map(([key, value]) => [
      key,
      branches.has(key) ? this.#timedBranch(value as Branch) : (value as unknown),
    ]);
    const [timing, leftOut] = [this.#timings.get(node), this.#leftOut.get(node)];
    return { ...(Object.fromEntries(parts) as TimedNode), ...(timing && { timing }), ...(leftOut && { leftOut }) };
  }

  #timedBranch(branch: Branch): TimedNode | readonly TimedNode[] | null {
    if (Array.isArray(branch)) return (branch as readonly PlanNode[]).map((node) => this.#timed(node));
    return branch && this.#timed(branch as PlanNode);
  }
}

/** Where the nodes below a node are. */
const branches = new Set(['node', 'nodes', 'ifClause', 'elseClause']);

type Branch = PlanNode | readonly PlanNode[] | null;

function milliseconds(duration: number): number {
  return Math.round(duration * 1000) / 1000;
}
