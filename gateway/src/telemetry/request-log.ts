import type { FastifyBaseLogger } from 'fastify';
import type { RequestContext } from '../request/context.js';
import type { StreamKind } from '../request/stream-kind.js';
import type { Caller } from '../request/caller.js';
import { MemoryRateLimiter } from '../limits/rate/memory-rate-limiter.js';
import { RequestRecord } from '../request/request-record.js';

/** The requests to log: all with an error, and a share from 0 to 1 of the others. */
export interface RequestSample {
  readonly share: number;
}

/** The limits of lines about errors: for one caller, so that its lines do not displace the others', and in total. */
const ofCaller = { burst: 50, perSecond: 5 };
const ofAll = { burst: 500, perSecond: 50 };

/** The maximum number of callers counted. */
const maxCallers = 10_000;

/** The maximum length of an operation's name. */
const nameLength = 64;

/** The code of a request whose caller did not wait for the answer. */
const callerLeft = 'CLIENT_LEFT';

/** The roles of programs that act for themselves. */
const programs: readonly string[] = ['app', 'organisation-service'];

/** The end of a request. */
export interface RequestEnd {
  /** The HTTP status; undefined over a WebSocket. */
  readonly status?: number | undefined;
  /** Undefined if the answer was one response. */
  readonly stream?: StreamKind | undefined;
}

/**
 * Logs one line for each request: the operation, the kind of caller, the purpose and the result. It contains no
 * identity of the caller, no arguments, and no data of the answer.
 */
export class RequestLog {
  readonly #limiter = new MemoryRateLimiter(undefined, maxCallers);
  #dropped = 0;
  #untold = 0;

  constructor(private readonly sample: RequestSample) {}

  /** The number of lines about errors that were dropped because of the limits. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Starts the record of a request. */
  begin(context: RequestContext): void {
    context.record = new RequestRecord();
  }

  /** Logs a finished request if it is sampled. */
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
 * Parses the setting of the request log.
 * @param text `off`, `errors`, or the share from 0 to 1 of requests without an error.
 * @returns undefined if the text is invalid.
 */
export function readRequestSample(text: string): RequestSample | 'off' | undefined {
  if (text === 'off') return 'off';
  const share = text === 'errors' ? 0 : Number(text);
  return text.trim() !== '' && share >= 0 && share <= 1 ? { share } : undefined;
}
