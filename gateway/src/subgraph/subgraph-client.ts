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

/** How one subgraph is reached; what is not said is as in `defaultSettings`. */
export interface SubgraphSettings {
  /** How long an answer may take, retries included, up to its last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** How many connections are kept to the subgraph at most. */
  readonly connections: number;
  /** How many requests may be under way at a time. */
  readonly concurrency: number;
  /** How many fetches may wait for those. */
  readonly queue: number;
  /** How many requests of one caller may wait for it while it answers nothing; the caller's others go on without it. */
  readonly waitingEach: number;
  /** How often a query is sent again at most. */
  readonly retries: number;
  /** How many entities one request may ask for; a fetch of more becomes several requests. */
  readonly entitiesPerFetch: number;
  /** How large a request for entities may be, uncompressed, in bytes; a larger one becomes several. */
  readonly maxRequestBytes: number;
  /** The most that an answer may measure, compressed or not, in bytes. */
  readonly maxResponseBytes: number;
  /** Whether compressed answers are asked for: `auto` does where the subgraph is on another machine. */
  readonly compression: 'auto' | 'on' | 'off';
  /** From which size on requests are compressed, in bytes; the subgraph must be known to read them. */
  readonly compressFromBytes: number | undefined;
  /** Whether HTTP/2 is spoken with a subgraph that offers it over TLS. */
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
  /** Whether equal queries that are asked at the same time go out as one. */
  readonly share?: boolean;
  /** Is told how long each fetch took, whatever came of it; its request notes it, too. */
  readonly fetched?: TellFetched | undefined;
  /** What is believed of the subgraph; all that it says unless told otherwise. */
  readonly trust?: Trust | undefined;
  /** Is told of each change of the circuit breaker. */
  readonly log?: Pick<FastifyBaseLogger, 'warn' | 'info'>;
  /** Where public figures are kept until others are there; nowhere unless told. */
  readonly kept?: KeptAnswers | undefined;
  /** The names of its fields that agreements let hold a citizen's number. */
  readonly mayTellPersons?: (() => ReadonlySet<string>) | undefined;
  /** How a subgraph that hangs is found out; as `defaultHangTimes` has it unless told. */
  readonly hangTimes?: HangTimes;
}

/** Told of a fetch from a subgraph, how long it took. */
export type TellFetched = (subgraph: string, milliseconds: number) => void;

/** One request for a subgraph: its body as JSON in UTF-8, and what is true of the caller’s request that it is for. */
export interface SubgraphAsk {
  readonly body: Buffer;
  readonly requestId: string;
  /** Who it is for and what for, as values of the headers that tell a subgraph; only one that trusts the gateway is told. */
  readonly caller?: string | undefined;
  readonly purpose?: string | undefined;
  /** With whose other requests it shares places at the subgraph: see `callerIdOf`; of requests that are shared, the first's. */
  readonly callerId?: string | undefined;
  /** Whether it changes nothing: only then may it be sent again, or shared. */
  readonly idempotent: boolean;
  /** Whether it is for somebody of whom nothing is known, who may see what everyone may. Absent: it is not. */
  readonly inNobodysName?: boolean | undefined;
  /** It is shared only between requests of one identity class. Absent: never. */
  readonly shareWith?: string | undefined;
  /** Cancelled when nobody waits for the answer any more. */
  readonly cancellation?: Cancellation | undefined;
  /** When the whole operation ends, on the clock of `performance.now()`. */
  readonly deadline?: number | undefined;
  /** Further headers, names in lower case; of requests that are shared, the first's are sent. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The request's own, for what the gateway answers itself. */
  readonly context?: RequestContext | undefined;
}

/** What a subgraph answered, as bytes: they are read when there is a use for what they say, which takes more memory. */
export interface SubgraphAnswer {
  /** Whether others read the same: then what they read is not theirs to change. */
  readonly isShared: boolean;
  /**
   * Takes any GraphQL response, whatever its HTTP status.
   * @throws SubgraphFault where it is none.
   */
  read(): SubgraphResponse;
}

/** What one request to a subgraph may ask for, and how many requests may be under way at a time. */
export type FetchLimits = Pick<SubgraphSettings, 'entitiesPerFetch' | 'maxRequestBytes' | 'concurrency'>;

/** Asks one subgraph, over connections that stay open. */
export interface SubgraphClient {
  readonly subgraph: Subgraph;
  /** Whoever asks keeps to them as far as a request can be split; the client itself refuses none. */
  readonly limits: FetchLimits;
  /** Whether the gateway answers itself: no organisation is asked, and nobody is told of a fetch. */
  readonly isOwn?: boolean;
  /** @throws SubgraphFault when there is no answer. */
  ask(request: SubgraphAsk): Promise<SubgraphAnswer>;
  /** Closes it once all that it was asked is answered. */
  close(): Promise<void>;
}

/** A client that counts what it does. */
export interface CountingSubgraphClient extends SubgraphClient {
  readonly stats: SubgraphStats;
  /** Signs what is sent to the subgraph by other ways too. */
  readonly signer: Signer | undefined;
}

/** Opens a client for a subgraph; nothing is sent yet. */
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

  /** Whether so much of a caller waits for a silent subgraph that its further requests must not. */
  const mayNotWait = (callerId: string, request: object): boolean =>
    watch.isSilent() && waiting.areMany(callerId, settings.waitingEach, request);

  let unanswered = 0;
  let allAnswered: (() => void) | undefined;

  return {
    subgraph,
    limits: settings,
    stats,
    signer,
    // What waits for the answer holds nothing of the request, so that it dies young.
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
