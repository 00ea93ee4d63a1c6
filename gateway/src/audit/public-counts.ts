import type { FastifyBaseLogger } from 'fastify';
import type { RequestContext } from '../request/context.js';
import { type AuditedFacts, type AuditedMoment, type AuditedOperation, auditedFacts } from './audit-record.js';

/** How many kinds of operations are counted separately at a time; the others are counted together. */
const maxKinds = 1000;

/** How many new kinds one caller may add in a minute. */
const maxKindsOfCaller = 100;

/** How many outcomes are distinguished among the operations counted together; further ones are lost. */
const maxOthers = 1000;

/** The most fields of an entry. */
const maxFields = 10_000;

/** The most codes of an entry. */
const maxCodes = 100;

/** The most entries of one write. */
const batch = 500;

/** How long counts may wait for the log until public operations are refused, in milliseconds. */
const latestMs = 5 * 60_000;

const minuteMs = 60_000;

/** The hash under which operations are counted together. */
const otherOperations = 'other';

/** Operations with equal facts in the log, and their number. */
interface Kind extends Omit<AuditedFacts, 'fields' | 'codes' | 'rows'> {
  /** The beginning of the minute, in milliseconds since the epoch. */
  readonly minute: number;
  /** The app of an authenticated caller. */
  readonly app: string | undefined;
  readonly fields: Iterable<string>;
  readonly codes: Iterable<string>;
  rows: number;
  operations: number;
}

export interface PublicCountsOptions {
  /** Settles once a record is on disk. */
  readonly write: (record: string) => Promise<unknown>;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Counts operations without a separate row in the audit log: by minute, software, operation, purpose, organisations and
 * outcome. Unwritten counts are lost with the process.
 */
export class PublicCounts {
  readonly #now: () => number;
  #kinds = new Map<string, Kind>();
  /** How many kinds there are, including those being written: separate ones, and outcomes of the others. */
  readonly #size = { own: 0, others: 0 };
  /** How many kinds each caller has added in a minute. */
  #brought = new Map<string, number>();
  #broughtIn = 0;
  /** Since when counts wait to be written. */
  #waitsSince: number | undefined;
  #flushing: Promise<boolean> = Promise.resolve(true);
  #isLosing = false;

  constructor(private readonly options: PublicCountsOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** Whether the log has refused counts for too long. */
  get isLate(): boolean {
    return this.#waitsSince !== undefined && this.#now() - this.#waitsSince > latestMs;
  }

  /** Whether counts wait to be written. */
  get waits(): boolean {
    return this.#waitsSince !== undefined;
  }

  /** Counts an operation. Only the app of its caller is stored. */
  add(context: RequestContext, operation: AuditedOperation, moment: AuditedMoment): void {
    const now = this.#now();
    const minute = now - (now % minuteMs);
    const { app } = context.caller;
    const facts = auditedFacts(context, operation, moment);
    const { phase, purpose, software, organisations, decision, codes, rows } = facts;
    this.#waitsSince ??= now;
    const outcome = [minute, phase, app, operation.type, organisations, decision];
    const key = JSON.stringify([outcome, purpose, software, operation.hash, operation.name, codes.toSorted()]);
    const known = this.#kinds.get(key);
    if (known) {
      known.operations += 1;
      known.rows += rows;
      return;
    }
    const one: Kind = { ...facts, minute, app, operations: 1 };
    if (this.#mayBring(context.callerId ?? '', minute)) {
      this.#size.own += 1;
      this.#kinds.set(key, one);
    } else {
      this.#addToOthers(JSON.stringify(outcome), one);
    }
  }

  /**
   * Writes the counts; counts that the log refuses wait for the next time.
   * @returns whether the log took it.
   */
  flush(): Promise<boolean> {
    return (this.#flushing = this.#flushing.then(() => this.#flush()));
  }

  async #flush(): Promise<boolean> {
    const began = this.#now();
    const taken = [...this.#kinds];
    this.#kinds = new Map();
    const since = this.#waitsSince;
    this.#waitsSince = undefined;
    for (let index = 0; index < taken.length; index += batch) {
      const some = taken.slice(index, index + batch);
      const outcomes = await Promise.allSettled(some.map(([, kind]) => this.options.write(recordOf(kind))));
      const unwritten = some.filter(([, kind], at) => {
        const isWritten = outcomes[at]?.status === 'fulfilled';
        if (isWritten) this.#size[placeOf(kind)] -= 1;
        return !isWritten;
      });
      if (unwritten.length === 0) continue;
      this.#waitsSince = since ?? began;
      for (const [key, kind] of [...unwritten, ...taken.slice(index + batch)]) this.#putBack(key, kind);
      return false;
    }
    this.#isLosing = false;
    return true;
  }

  #putBack(key: string, kind: Kind): void {
    const newer = this.#kinds.get(key);
    this.#kinds.set(key, kind);
    if (!newer) return;
    kind.operations += newer.operations;
    kind.rows += newer.rows;
    if (placeOf(kind) === 'others') addAll(kind, newer);
    this.#size[placeOf(kind)] -= 1;
  }

  /** Whether a caller may add a new kind. */
  #mayBring(callerId: string, minute: number): boolean {
    if (minute !== this.#broughtIn) {
      this.#brought = new Map();
      this.#broughtIn = minute;
    }
    const brought = this.#brought.get(callerId) ?? 0;
    if (brought >= maxKindsOfCaller || this.#size.own >= maxKinds) return false;
    this.#brought.set(callerId, brought + 1);
    return true;
  }

  #addToOthers(key: string, one: Kind): void {
    const known = this.#kinds.get(key);
    if (known) {
      known.operations += 1;
      known.rows += one.rows;
      addAll(known, one);
      return;
    }
    if (this.#size.others >= maxOthers) {
      if (!this.#isLosing) this.options.log.error('too many public operations wait to be counted: some are not');
      this.#isLosing = true;
      return;
    }
    this.#size.others += 1;
    const operation = { type: one.operation.type, name: undefined, hash: otherOperations };
    const sets = { fields: new Set(one.fields), codes: new Set(one.codes) };
    this.#kinds.set(key, { ...one, ...sets, operation, purpose: undefined, software: undefined });
  }
}

/** An entry for the log, as JSON text. */
function recordOf({ minute, app, fields, codes, ...kind }: Kind): string {
  return JSON.stringify({
    kind: 'count',
    at: new Date(minute).toISOString(),
    caller: { app, roles: [] },
    ...kind,
    fields: [...fields].sort(),
    codes: [...codes].sort(),
  });
}

function placeOf({ operation }: Kind): 'own' | 'others' {
  return operation.hash === otherOperations ? 'others' : 'own';
}

/** Adds the fields and codes of a kind to another one of `others`. */
function addAll(kind: Kind, { fields, codes }: Kind): void {
  addUpTo(kind.fields as Set<string>, fields, maxFields);
  addUpTo(kind.codes as Set<string>, codes, maxCodes);
}

function addUpTo(set: Set<string>, more: Iterable<string>, most: number): void {
  for (const one of more) if (set.size < most) set.add(one);
}
