import { isServiceRole } from '@hub/protocol';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '../request/context.js';
import { type AuditedFacts, type AuditedMoment, type AuditedOperation, auditedFacts } from './audit-record.js';

/** How many kinds of requests are remembered at a time; requests of further kinds get a row each. */
const maxKinds = 100;

/** The most requests of one row. */
const maxRequests = 1000;

/** How long a kind is remembered after its last request, in milliseconds. */
const knownMs = 120_000;

/**
 * The longest wait of unwritten requests, in milliseconds. If the log takes none for so long, each further request gets
 * a separate row, so that its caller notices the log's failure.
 */
const latestMs = 5 * 60_000;

/** Requests of one service with equal rows. */
interface Kind {
  readonly caller: Record<'subject' | 'organisation' | 'app', string | undefined> & {
    readonly roles: readonly string[];
  };
  readonly facts: AuditedFacts;
  /** The time of the last answer, in milliseconds since the epoch. */
  lastAt: number;
  /** The unwritten requests, each with its time. */
  waiting: { readonly request: string; readonly at: number }[];
}

export interface AlikeRequestsOptions {
  /** Settles once a record is on disk. */
  readonly write: (record: string) => Promise<unknown>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Writes one row for many equal requests of a service of the hub, such as polling. The first request gets a separate
 * row; equal ones within two minutes, with the same number of objects found, are written together, each by its id.
 * Requests that are not written yet are lost with the process, and no receipt covers them.
 */
export class AlikeRequests {
  readonly #now: () => number;
  readonly #kinds = new Map<string, Kind>();
  #flushing: Promise<boolean> = Promise.resolve(true);

  constructor(private readonly options: AlikeRequestsOptions) {
    this.#now = options.now ?? Date.now;
  }

  /**
   * Takes a request that equals an earlier one.
   * @returns whether it did; if not, the request needs a separate row.
   */
  take(context: RequestContext, operation: AuditedOperation, moment: AuditedMoment): boolean {
    if (!mayRepeat(context, operation, moment)) return false;
    const now = this.#now();
    const kind = this.#kinds.get(keyOf(context, operation, moment));
    const [oldest] = kind?.waiting ?? [];
    if (!kind || now - kind.lastAt > knownMs || kind.waiting.length >= maxRequests) return false;
    if (oldest && now - oldest.at > latestMs) return false;
    kind.lastAt = now;
    kind.waiting.push({ request: context.requestId, at: now });
    return true;
  }

  /** Remembers a request that has a row: equal ones may then be taken. */
  know(context: RequestContext, operation: AuditedOperation, moment: AuditedMoment): void {
    if (!mayRepeat(context, operation, moment)) return;
    const { subject, organisation, app, roles } = context.caller;
    const now = this.#now();
    for (const [key, { lastAt, waiting }] of this.#kinds) {
      if (waiting.length === 0 && now - lastAt > knownMs) this.#kinds.delete(key);
    }
    const key = keyOf(context, operation, moment);
    const known = this.#kinds.get(key);
    if (known) known.lastAt = now;
    else if (this.#kinds.size < maxKinds) {
      const facts = auditedFacts(context, operation, moment);
      this.#kinds.set(key, { caller: { subject, organisation, app, roles }, facts, lastAt: now, waiting: [] });
    }
  }

  /**
   * Writes the requests taken so far; requests that the log refuses wait for the next call.
   * @returns whether the log accepted every request.
   */
  flush(): Promise<boolean> {
    return (this.#flushing = this.#flushing.then(() => this.#flush()));
  }

  async #flush(): Promise<boolean> {
    const outcomes = await Promise.all([...this.#kinds.values()].map((kind) => this.#write(kind)));
    return outcomes.every((isWritten) => isWritten);
  }

  async #write(kind: Kind): Promise<boolean> {
    const { caller, facts, waiting } = kind;
    const [first] = waiting;
    if (!first) return true;
    kind.waiting = [];
    const record = JSON.stringify({
      kind: 'alike',
      at: new Date(first.at).toISOString(),
      until: new Date(waiting.at(-1)?.at ?? first.at).toISOString(),
      requests: waiting.map(({ request }) => request),
      operations: waiting.length,
      caller,
      ...facts,
    });
    try {
      await this.options.write(record);
      return true;
    } catch {
      kind.waiting = [...waiting, ...kind.waiting];
      return false;
    }
  }
}

/** Whether equal requests may share a row: queries of services, which have one entry for the whole operation. */
function mayRepeat(
  { caller: { roles } }: RequestContext,
  { type }: AuditedOperation,
  { phase }: AuditedMoment,
): boolean {
  if (type !== OperationTypeNode.QUERY || phase !== 'WHOLE') return false;
  return roles.length > 0 && roles.every(isServiceRole);
}

/** A key of the properties in which equal requests agree. */
function keyOf(context: RequestContext, operation: AuditedOperation, moment: AuditedMoment): string {
  const { subject, organisation, app, roles } = context.caller;
  const {
    phase,
    purpose,
    software,
    operation: named,
    organisations,
    decision,
    codes,
    rows,
  } = auditedFacts(context, operation, moment);
  return JSON.stringify([
    subject,
    organisation,
    app,
    roles,
    phase,
    purpose,
    software,
    named,
    organisations,
    decision,
    codes,
    rows,
  ]);
}
