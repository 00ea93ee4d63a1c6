import type { Exchange } from '../http-signature/exchange.js';
import type { RestoreRecord } from './audit-restore.js';
import { z } from 'zod';
import { proofOf } from '../receipts/proof.js';

const minuteMs = 60_000;

/** What the log says where it could not take the record of an operation. */
const unrecorded = 'AUDIT_UNAVAILABLE';

const callerSchema = z.object({ subject: z.string().optional(), app: z.string().optional() });

/** A record of an operation, or of several that are counted, as far as it is compared. */
const recordSchema = z.object({
  at: z.string(),
  phase: z.string(),
  request: z.string().optional(),
  /** Of several requests in one record. */
  requests: z.array(z.string()).default([]),
  caller: callerSchema,
  organisations: z.array(z.string()),
  codes: z.array(z.string()),
  operations: z.int().default(1),
});

/** A request for which organisations were asked, as receipts prove. */
export interface ReceiptedRequest {
  readonly request: string;
  /** When an organisation was asked first, in milliseconds since the epoch. */
  readonly at: number;
  /** For whom: JSON, as the gateway named the caller; undefined of one of whom nothing is known. */
  readonly caller: string | undefined;
  readonly organisations: Set<string>;
}

/** What is missing of the requests for somebody known. */
export interface MissingRequests {
  /** Those that the log should have, the first first. */
  readonly requests: readonly ReceiptedRequest[];
  /** How many it says it could not take. */
  readonly excused: number;
  /** How many were lost in restores that were accepted. */
  readonly lost: number;
}

/** An organisation that was asked more public operations than the log counts. */
export interface Uncounted {
  readonly organisation: string;
  readonly operations: number;
}

/**
 * Compares what receipts prove that organisations were asked with what the log says. Add all receipts first, then read
 * the log. Each request for somebody known must be in it; public ones are counted there, and must not be fewer.
 */
export class ReceiptedRequests {
  readonly #ofKnown = new Map<string, ReceiptedRequest>();
  readonly #ofNobody = new Map<string, ReceiptedRequest>();
  /** By organisation, how many operations the log counts. */
  readonly #counted = new Map<string, number>();
  /** By minute, how many operations the log says were not recorded. */
  readonly #unrecorded = new Map<number, number>();
  #size = 0;

  /** How many requests receipts prove. */
  get size(): number {
    return this.#size;
  }

  /** Adds what an organisation was asked, from a receipt that is verified. */
  add(organisation: string, exchange: Exchange): void {
    const { at, requestId: request, caller } = proofOf(exchange);
    if (request === undefined) return;
    const { subject, app } = callerSchema.parse(caller === undefined ? {} : JSON.parse(caller));
    const key = keyOf(request, subject, app);
    const requests = isKnown(subject, app) ? this.#ofKnown : this.#ofNobody;
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
        this.#ofNobody.delete(key);
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
   * The requests for somebody known that are not in the log.
   * @param restores what accepted restores say of requests: when those were asked that are lost.
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
    // It was to be recorded when it was answered, which may have been in the minute after.
    const requests = here.filter(({ at }) => !excuse(minuteOf(at)) && !excuse(minuteOf(at) + 1));
    return { requests, excused: here.length - requests.length, lost: all.length - here.length };
  }

  /** The organisations that were asked more public operations than the log counts. */
  uncounted(): Uncounted[] {
    const asked = new Map<string, number>();
    for (const { organisations } of this.#ofNobody.values())
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
