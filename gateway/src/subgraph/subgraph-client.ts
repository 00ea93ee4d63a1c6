import type { FastifyBaseLogger } from 'fastify';
import type { Cancellation } from '../base/cancellation.js';
import type { RequestContext } from '../request/context.js';
import { answerReader } from './answer-reader.js';
import { type BreakerOptions, defaultBreaker } from './circuit-breaker.js';
import type { Tls } from '../connection/pools.js';
import type { HangTimes } from './hang-watch.js';
import { openWire } from './open-wire.js';
import { personalSample } from './personal-sample.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import type { SubgraphResponse } from './subgraph-response.js';
import type { Trust } from '../trust/open-signer.js';
import type { KeptAnswers } from './kept-figures.js';
import { refusedClient } from './refused-client.js';
import { sharedFetches } from './shared-fetches.js';
import type { Signer } from '../trust/signer.js';
import { countAnswer, countFault, type SubgraphStats } from '../connection/subgraph-stats.js';
import { WaitingRequests } from './waiting-requests.js';
import type { Subgraph } from '../connection/subgraph.js';

/** Settings of a subgraph; the defaults are in `defaultSettings`. */
export interface SubgraphSettings {
  /** How long an answer may take, retries included, up to its last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** The most connections to the subgraph. */
  readonly connections: number;
  /** The most concurrent requests. */
  readonly concurrency: number;
  /** The most fetches that may wait for a place. */
  readonly queue: number;
  /**
   * How many requests of one caller may wait for the subgraph while it is silent; the caller's others continue without
   * it.
   */
  readonly waitingEach: number;
  /** How often a query is sent again at most. */
  readonly retries: number;
  /** The most entities of one request; a larger fetch becomes several requests. */
  readonly entitiesPerFetch: number;
  /** The largest request for entities, uncompressed, in bytes; a larger one becomes several. */
  readonly maxRequestBytes: number;
  /** The largest answer, compressed or not, in bytes. */
  readonly maxResponseBytes: number;
  /** Whether to request compressed answers: `auto` does if the subgraph is on another machine. */
  readonly compression: 'auto' | 'on' | 'off';
  /** The size from which on requests are compressed, in bytes; the subgraph must support that. */
  readonly compressFromBytes: number | undefined;
  /** Whether to use HTTP/2 with a subgraph that offers it over TLS. */
  readonly http2: boolean;
  readonly tls: Tls | undefined;
  readonly breaker: BreakerOptions;
}

export const defaultSettings: SubgraphSettings = {
  timeoutMs: 10_000,
  connections: 128,
  concurrency: 128,
  queue: 10_000,
  waitingEach: Infinity,
  retries: 2,
  entitiesPerFetch: 1000,
  maxRequestBytes: 512 * 1024,
  maxResponseBytes: 64 * 1024 * 1024,
  compression: 'auto',
  compressFromBytes: undefined,
  http2: false,
  tls: undefined,
  breaker: defaultBreaker,
};

export interface SubgraphClientOptions extends Partial<SubgraphSettings> {
  /** Whether equal concurrent queries are sent as one. */
  readonly share?: boolean;
  /** Called with the time of each fetch, whatever its outcome; the fetch's request notes the time too. */
  readonly fetched?: TellFetched | undefined;
  /** The trust in the subgraph; by default every statement of it is trusted. */
  readonly trust?: Trust | undefined;
  /** Gets each change of the circuit breaker. */
  readonly log?: Pick<FastifyBaseLogger, 'warn' | 'info'>;
  /** The cache of public figures; none by default. */
  readonly kept?: KeptAnswers | undefined;
  /** The names of its fields that agreements let hold a citizen's number. */
  readonly mayTellPersons?: (() => ReadonlySet<string>) | undefined;
  /** The times for detecting that the subgraph hangs; by default `defaultHangTimes`. */
  readonly hangTimes?: HangTimes;
}

/** Called with the time of a fetch from a subgraph. */
export type TellFetched = (subgraph: string, milliseconds: number) => void;

/** One request for a subgraph: its body as JSON in UTF-8, with properties of the caller’s request. */
export interface SubgraphAsk {
  readonly body: Buffer;
  readonly requestId: string;
  /** The caller and the purpose, as values of headers; only a subgraph that trusts the gateway gets them. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
  /** The caller under which it takes places at the subgraph: see `callerIdOf`; for shared requests, the first one's. */
  readonly callerId?: string | undefined;
  /** Whether it is a query: only then may it be sent again, or shared. */
  readonly idempotent: boolean;
  /** Whether it is for an anonymous caller, with only the public rights; false if absent. */
  readonly isAnonymous?: boolean | undefined;
  /** The identity class within which it may be shared; not shared if absent. */
  readonly shareWith?: string | undefined;
  /** Cancelled when no caller waits for the answer any more. */
  readonly cancellation?: Cancellation | undefined;
  /** When the whole operation ends, on the clock of `performance.now()`. */
  readonly deadline?: number | undefined;
  /** Further headers, names in lower case; for shared requests, the first one's are sent. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The context of the caller's request, for fields that the gateway answers itself. */
  readonly context?: RequestContext | undefined;
}

/** A subgraph's answer as bytes: it is parsed on demand, because the parsed form takes more memory. */
export interface SubgraphAnswer {
  /** Whether other requests read it too: its data must then not be changed. */
  readonly isShared: boolean;
  /**
   * Parses it; accepts any GraphQL response, whatever its HTTP status.
   * @throws SubgraphFault if it is none.
   */
  read(): SubgraphResponse;
}

/** The limits of one request to a subgraph, and the most concurrent requests. */
export type FetchLimits = Pick<SubgraphSettings, 'entitiesPerFetch' | 'maxRequestBytes' | 'concurrency'>;

/** Sends requests to one subgraph, over connections that stay open. */
export interface SubgraphClient {
  readonly subgraph: Subgraph;
  /** Senders keep to them, as far as a request can be split; the client itself does not enforce them. */
  readonly limits: FetchLimits;
  /** Whether the gateway answers itself: no organisation is queried, and observers get no fetch. */
  readonly isOwn?: boolean;
  /** @throws SubgraphFault when there is no answer. */
  ask(request: SubgraphAsk): Promise<SubgraphAnswer>;
  /** Closes it after all pending answers. */
  close(): Promise<void>;
}

/** A client that counts its requests. */
export interface CountingSubgraphClient extends SubgraphClient {
  readonly stats: SubgraphStats;
  /** Also signs requests to the subgraph over other transports. */
  readonly signer: Signer | undefined;
}

/** Opens a client for a subgraph; no request is sent yet. */
export function subgraphClient(
  subgraph: Subgraph,
  {
    share = false,
    fetched,
    trust = 'unsigned',
    log,
    hangTimes,
    kept,
    mayTellPersons,
    ...options
  }: SubgraphClientOptions = {},
): CountingSubgraphClient {
  if (trust === 'refused') return refusedClient(subgraph, fetched);
  const settings: SubgraphSettings = { ...defaultSettings, ...options };
  const { name, url } = subgraph;
  const { wire, watch, close } = openWire(subgraph, trust, settings, { log, hangTimes });
  const { stats, signer } = wire;
  const fail = (fault: unknown): never => {
    if (fault instanceof SubgraphFault) countFault(stats, fault.code);
    throw fault;
  };
  const look = personalSample(() => {
    stats.personalAnswers += 1;
    log?.warn({ subgraph: name }, 'an answer holds what looks like a citizen’s number');
  }, mayTellPersons);
  const send = sharedFetches(wire, { settings, url, share, kept, answers: answerReader(name, fail, look) });
  const waiting = new WaitingRequests();

  /** Whether so many requests of a caller wait for a silent subgraph that further ones must not. */
  const mayNotWait = (callerId: string, request: object): boolean =>
    watch.isSilent() && waiting.areMany(callerId, settings.waitingEach, request);

  let unanswered = 0;
  let allAnswered: (() => void) | undefined;

  return {
    subgraph,
    limits: settings,
    stats,
    signer,
    // The handlers of the answer keep no reference to the request, so that it is collected early.
    ask: (request) => {
      const { callerId, context = request } = request;
      const record = request.context?.record;
      const began = performance.now();
      stats.asked += 1;
      const waits = callerId === undefined || !mayNotWait(callerId, context);
      unanswered += 1;
      const leave = waits && callerId !== undefined ? waiting.begin(callerId, context) : undefined;
      const ended = () => {
        unanswered -= 1;
        if (unanswered === 0) allAnswered?.();
        leave?.();
        const milliseconds = performance.now() - began;
        fetched?.(name, milliseconds);
        record?.fetched(name, milliseconds);
      };
      return (waits ? send(request) : Promise.reject<SubgraphAnswer>(tooMuchWaits(name))).then(
        (answer) => {
          ended();
          countAnswer(stats);
          return answer;
        },
        (fault: unknown) => {
          ended();
          return fail(fault);
        },
      );
    },
    close: async () => {
      if (unanswered > 0) await new Promise<void>((resolve) => (allAnswered = resolve));
      await close();
    },
  };
}

function tooMuchWaits(name: string): SubgraphFault {
  return new SubgraphFault(
    'SUBGRAPH_OVERLOADED',
    `Too many of your requests wait for ${name}, which answers nothing at the moment.`,
  );
}
