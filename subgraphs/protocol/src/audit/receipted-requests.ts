import type { Exchange } from '../http-signature/exchange.js';
import type { RestoreRecord } from './audit-restore.js';
import { z } from 'zod';
import { proofOf } from '../receipts/proof.js';

const minuteMs = 60_000;

/** The code in the log where an operation's record could not be stored. */
const unrecorded = 'AUDIT_UNAVAILABLE';

const callerSchema = z.object({ subject: z.string().optional(), app: z.string().optional() });

/** The compared fields of a record of an operation, or of several counted ones. */
const recordSchema = z.object({
  at: z.string(),
  phase: z.string(),
  request: z.string().optional(),
  /** Present where one record counts several requests. */
  requests: z.array(z.string()).default([]),
  caller: callerSchema,
  organisations: z.array(z.string()),
  codes: z.array(z.string()),
  operations: z.int().default(1),
});

/** A request to organisations, proven by receipts. */
export interface ReceiptedRequest {
  readonly request: string;
  /** When the first organisation was asked, in milliseconds since the epoch. */
  readonly at: number;
  /** The caller: JSON from the gateway; undefined for an anonymous caller. */
  readonly caller: string | undefined;
  readonly organisations: Set<string>;
}

/** The requests of known callers that the log lacks. */
export interface MissingRequests {
  /** The requests that the log should have, the oldest first. */
  readonly requests: readonly ReceiptedRequest[];
  /** How many requests the log states that it could not record. */
  readonly excused: number;
  /** How many were lost in accepted restores. */
  readonly lost: number;
}

/** An organisation that got more public operations than the log counts. */
export interface Uncounted {
  readonly organisation: string;
  readonly operations: number;
}

/**
 * Compares the requests in receipts with the log. Add all receipts first, then read the log. The log must have each
 * request of a known caller; public requests are counted, and the log must not have fewer.
 */
export class ReceiptedRequests {
  readonly #ofKnown = new Map<string, ReceiptedRequest>();
  readonly #ofNoPeople = new Map<string, ReceiptedRequest>();
  /** By organisation, how many operations the log counts. */
  readonly #counted = new Map<string, number>();
  /** By minute, how many operations the log states that it could not record. */
  readonly #unrecorded = new Map<number, number>();
  #size = 0;

  /** How many requests receipts prove. */
  get size(): number {
    return this.#size;
  }

  /** Adds an organisation's request, from a verified receipt. */
  add(organisation: string, exchange: Exchange): void {
    const { at, requestId: request, caller } = proofOf(exchange);
    if (request === undefined) return;
    const { subject, app } = callerSchema.parse(caller === undefined ? {} : JSON.parse(caller));
    const key = keyOf(request, subject, app);
    const requests = isKnown(subject, app) ? this.#ofKnown : this.#ofNoPeople;
    const before = requests.get(key);
    if (before) {
      before.organisations.add(organisation);
      return;
    }
    this.#size += 1;
    requests.set(key, { request, at: at.getTime(), caller, organisations: new Set([organisation]) });
  }

  /** Reads a record of the log. */
  read(record: string): void {
    const { data: read } = recordSchema.safeParse(JSON.parse(record));
    if (!read) return;
    const { request, requests, caller, phase, organisations, codes, operations } = read;
    const named = request === undefined ? requests : [request];
    if (named.length > 0) {
      for (const one of named) {
        const key = keyOf(one, caller.subject, caller.app);
        this.#ofKnown.delete(key);
        this.#ofNoPeople.delete(key);
      }
      return;
    }
    if (codes.includes(unrecorded)) {
      const minute = minuteOf(Date.parse(read.at));
      this.#unrecorded.set(minute, (this.#unrecorded.get(minute) ?? 0) + operations);
    } else if (phase !== 'BEGIN') {
      for (const one of organisations) this.#counted.set(one, (this.#counted.get(one) ?? 0) + operations);
    }
  }

  /**
   * The requests of known callers that the log lacks.
   * @param restores the lost requests in accepted restores, with their times.
   */
  missing(restores: readonly Pick<RestoreRecord, 'requests'>[] = []): MissingRequests {
    const left = new Map(this.#unrecorded);
    const excuse = (minute: number) => {
      const count = left.get(minute) ?? 0;
      if (count > 0) left.set(minute, count - 1);
      return count > 0;
    };
    const isLost = (at: number) =>
      restores.some(({ requests }) => requests && Date.parse(requests.from) <= at && at <= Date.parse(requests.until));
    const all = [...this.#ofKnown.values()].sort((one, other) => one.at - other.at);
    const here = all.filter(({ at }) => !isLost(at));
    // It was recorded at its answer, which may have been in the minute after.
    const requests = here.filter(({ at }) => !excuse(minuteOf(at)) && !excuse(minuteOf(at) + 1));
    return { requests, excused: here.length - requests.length, lost: all.length - here.length };
  }

  /** The organisations that got more public operations than the log counts. */
  uncounted(): Uncounted[] {
    const asked = new Map<string, number>();
    for (const { organisations } of this.#ofNoPeople.values())
      for (const one of organisations) asked.set(one, (asked.get(one) ?? 0) + 1);
    return [...asked]
      .map(([organisation, requests]) => ({
        organisation,
        operations: requests - (this.#counted.get(organisation) ?? 0),
      }))
      .filter(({ operations }) => operations > 0);
  }
}

function isKnown(subject: string | undefined, app: string | undefined): boolean {
  return subject !== undefined || app !== undefined;
}

function keyOf(request: string, subject: string | undefined, app: string | undefined): string {
  return JSON.stringify([request, subject, app]);
}

function minuteOf(time: number): number {
  return Math.floor(time / minuteMs);
}
