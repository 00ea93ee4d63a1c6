import type { Fetch, Plan } from '../../plan/plan.js';
import type { SubgraphAnswer, SubgraphAsk, SubgraphClient } from '../../subgraph/subgraph-client.js';

/** A fetch of an operation's plan: the same object in each run of the plan. */
export interface PlannedFetch {
  readonly subgraph: string;
  /** Path in the answer of the fetch's objects, such as `goals.@.progress`; empty for the root. */
  readonly path: string;
  readonly node: Fetch;
}

/** Observes how one caller's request is answered. */
export interface RequestObserver {
  /** Whether the request must not share its answer with equal requests. */
  readonly alone?: boolean;
  /** Called for a subscription with the subgraphs of its events and of the fields that events lack. */
  subscribes?(subgraphs: readonly string[]): void;
  /** Called with the plan that runs for the request. */
  plans?(plan: Plan): void;
  /** Called when a fetch leaves out objects, because they lack a key or a required field. */
  leavesOut?(fetch: Fetch, objects: number): void;
  /** Called before a fetch is sent; undefined if the observer adds no headers and needs no end. */
  begins(fetch: PlannedFetch): FetchUnderWay | undefined;
}

/** A fetch that has begun. */
export interface FetchUnderWay {
  /** Additional headers of the request, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Called when the fetch got an answer, with or without errors, or a fault. An answer's errors are known once it is
   * parsed: with this handler that happens on arrival, without it later, when the answer is needed.
   */
  readonly ends?: (end: FetchEnd) => void;
}

/** How a fetch ended. */
export interface FetchEnd {
  /** The code of the fault if there is no answer. */
  readonly fault?: string;
  /** How many errors the subgraph reported. */
  readonly errors: number;
}

/** The request of a fetch to its subgraph, with its observer. */
export interface ObservedAsk extends SubgraphAsk {
  readonly observer: RequestObserver | undefined;
}

/** The client of one fetch. */
export interface FetchClient extends Pick<SubgraphClient, 'subgraph' | 'limits'> {
  ask(request: ObservedAsk): Promise<SubgraphAnswer>;
}

/** A client that reports a fetch to the request's observer. */
export function observedClient(client: SubgraphClient, fetch: PlannedFetch): FetchClient {
  if (client.isOwn) return client;
  const { subgraph, limits } = client;
  return {
    subgraph,
    limits,
    ask: (request) => (request.observer ? askObserved(client, fetch, request, request.observer) : client.ask(request)),
  };
}

function askObserved(
  client: SubgraphClient,
  fetch: PlannedFetch,
  request: SubgraphAsk,
  observer: RequestObserver,
): Promise<SubgraphAnswer> {
  const underWay = observer.begins(fetch);
  const asked = client.ask(underWay?.headers ? { ...request, headers: underWay.headers } : request);
  return underWay?.ends ? tellOfEnd(asked, (end) => underWay.ends?.(end)) : asked;
}

async function tellOfEnd(asked: Promise<SubgraphAnswer>, tell: (end: FetchEnd) => void): Promise<SubgraphAnswer> {
  try {
    const answer = await asked;
    const response = answer.read();
    tell({ errors: response.errors.length });
    return { isShared: answer.isShared, read: () => response };
  } catch (error) {
    tell({ fault: codeOf(error), errors: 0 });
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL_SERVER_ERROR';
}

/** Combines several observers, with the headers of all; undefined if there is none. */
export function observers(several: readonly (RequestObserver | undefined)[]): RequestObserver | undefined {
  const all = several.filter((observer) => observer !== undefined);
  if (all.length < 2) return all[0];
  return {
    alone: all.some(({ alone }) => alone === true),
    subscribes: (subgraphs) => {
      for (const observer of all) observer.subscribes?.(subgraphs);
    },
    plans: (plan) => {
      for (const observer of all) observer.plans?.(plan);
    },
    leavesOut: (fetch, objects) => {
      for (const observer of all) observer.leavesOut?.(fetch, objects);
    },
    begins: (fetch) => {
      const begun = all.map((observer) => observer.begins(fetch)).filter((one) => one !== undefined);
      const told = begun.filter(({ ends }) => ends !== undefined);
      return {
        headers: Object.assign({}, ...begun.map(({ headers }) => headers)) as Record<string, string>,
        ...(told.length > 0 && {
          ends: (end: FetchEnd) => {
            for (const one of told) one.ends?.(end);
          },
        }),
      };
    },
  };
}
