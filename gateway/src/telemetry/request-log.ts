import type { FastifyBaseLogger } from 'fastify';
import type { RequestContext } from '../request/context.js';
import type { StreamKind } from '../request/stream-kind.js';
import type { Caller } from '../request/caller.js';
import { MemoryRateLimiter } from '../limits/rate/memory-rate-limiter.js';
import { RequestRecord } from '../request/request-record.js';

/** Which requests are logged: every one with an error, and of the others a share from 0 to 1. */
export interface RequestSample {
  readonly share: number;
}

/** How many lines about errors there are: of one caller, so that it hides no other's, and of all. */
const ofCaller = { burst: 50, perSecond: 5 };
const ofAll = { burst: 500, perSecond: 50 };

/** How many callers' lines are counted at a time. */
const maxCallers = 10_000;

/** How long a name of an operation may be. */
const nameLength = 64;

/** The code of a request whose caller did not wait for the answer. */
const callerLeft = 'CLIENT_LEFT';

/** The roles of programs that ask in their own name. */
const programs: readonly string[] = ['app', 'organisation-service'];

/** How a request ended. */
export interface RequestEnd {
  /** The HTTP status; undefined over a WebSocket. */
  readonly status?: number | undefined;
  /** Undefined where the answer was one response. */
  readonly stream?: StreamKind | undefined;
}

/**
 * Logs requests, a line each: what was asked, by what kind of caller, what for, and what became of it. Neither who asked,
 * nor arguments, nor anything of the answer is in it.
 */
export class RequestLog {
  readonly #limiter = new MemoryRateLimiter(undefined, maxCallers);
  #dropped = 0;
  #untold = 0;

  constructor(private readonly sample: RequestSample) {}

  /** How many lines about errors were left out, since there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Notes what is to be said of a request. */
  begin(context: RequestContext): void {
    context.record = new RequestRecord();
  }

  /** Logs a request that is over, if its turn has come. */
  end(context: RequestContext & { readonly address: string }, { status, stream }: RequestEnd): void {
    const { record, cancellation } = context;
    if (!record) return;
    if (cancellation?.cancelled && stream === undefined) record.told(callerLeft);
    const isError = record.hasCodes || (status !== undefined && status >= 400);
    if (Math.random() >= this.sample.share && !(isError && this.#mayTell(context.callerId ?? context.address))) return;
    const unlogged = this.#untold;
    this.#untold = 0;
    write(context.log, context, {
      status,
      stream,
      codes: record.codes,
      milliseconds: Math.round(performance.now() - record.began),
      cost: record.cost,
      subgraphs: Object.fromEntries(
        [...record.fetches].map(([name, { fetches, milliseconds }]) => [
          name,
          { fetches, milliseconds: Math.round(milliseconds) },
        ]),
      ),
      ...(unlogged > 0 && { unlogged }),
    });
  }

  #mayTell(callerId: string): boolean {
    const { waitMs } = this.#limiter.take([
      { key: `caller ${callerId}`, rate: ofCaller },
      { key: 'all', rate: ofAll },
    ]);
    if (waitMs === 0) return true;
    this.#dropped += 1;
    this.#untold += 1;
    return false;
  }
}

function write(log: FastifyBaseLogger, { caller, record }: RequestContext, end: object): void {
  const { operation } = record ?? {};
  log.info(
    {
      caller: kindOf(caller),
      app: caller.app,
      key: caller.key?.id,
      purpose: caller.purpose,
      operation: operation && {
        type: operation.type,
        name: operation.name?.slice(0, nameLength),
        document: operation.documentHash,
      },
      ...end,
    },
    'request',
  );
}

function kindOf({ subject, app, roles, key }: Caller): 'anonymous' | 'program' | 'person' {
  if (key) return 'program';
  if (subject === undefined && app === undefined) return 'anonymous';
  return subject === app || subject === undefined || roles.some((role) => programs.includes(role))
    ? 'program'
    : 'person';
}

/**
 * Reads which requests are logged.
 * @param text `off`, `errors`, or a share from 0 to 1 of those without an error.
 * @returns undefined where none are, or where the text says nothing of the kind.
 */
export function readRequestSample(text: string): RequestSample | 'off' | undefined {
  if (text === 'off') return 'off';
  const share = text === 'errors' ? 0 : Number(text);
  return text.trim() !== '' && share >= 0 && share <= 1 ? { share } : undefined;
}
