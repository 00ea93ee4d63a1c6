import type { Fetch, Plan } from '../../plan/plan.js';
import type { SubgraphAnswer, SubgraphAsk, SubgraphClient } from '../../subgraph/subgraph-client.js';

/** A fetch as the plan of an operation has it: the same object whenever the plan is run. */
export interface PlannedFetch {
  readonly subgraph: string;
  /** Where in the answer the objects are that it is about, such as `goals.@.progress`; empty for the root. */
  readonly path: string;
  readonly node: Fetch;
}

/** Is told how one caller’s request is answered. */
export interface RequestObserver {
  /** Whether it is about this request alone, which is then not answered with others that are equal. */
  readonly alone?: boolean;
  /** The events of a subscription come from subgraphs, and so does what they lack. */
  subscribes?(subgraphs: readonly string[]): void;
  /** A plan is run for it. */
  plans?(plan: Plan): void;
  /** A fetch leaves objects out, since its subgraph cannot be asked about them without what they lack. */
  leavesOut?(fetch: Fetch, objects: number): void;
  /** A fetch is about to be sent; undefined where no more is to be said or told of it. */
  begins(fetch: PlannedFetch): FetchUnderWay | undefined;
}

/** A fetch that was begun. */
export interface FetchUnderWay {
  /** What its request says beside what it always does, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * It got an answer, with errors or without, or a fault. Its errors are known when it is read: that is done as it comes
   * for whoever asks, and later, when there is a use for what it says, where nobody does.
   */
  readonly ends?: (end: FetchEnd) => void;
}

/** How a fetch ended. */
export interface FetchEnd {
  /** The code of what went wrong where there is no answer. */
  readonly fault?: string;
  /** How many errors the subgraph reported. */
  readonly errors: number;
}

/** What a fetch asks its subgraph, and who is told of that. */
export interface ObservedAsk extends SubgraphAsk {
  readonly observer: RequestObserver | undefined;
}

/** The client of one fetch. */
export interface FetchClient extends Pick<SubgraphClient, 'subgraph' | 'limits'> {
  ask(request: ObservedAsk): Promise<SubgraphAnswer>;
}

/** A client that tells the observer of a request of a fetch. */
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

/** Tells several observers, with the headers of all; undefined where there is none. */
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
