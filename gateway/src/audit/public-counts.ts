import type { FastifyBaseLogger } from 'fastify';
import type { RequestContext } from '../request/context.js';
import { type AuditedFacts, type AuditedMoment, type AuditedOperation, auditedFacts } from './audit-record.js';

/** How many kinds of operations are told apart at a time; the others are counted together. */
const maxKinds = 1000;

/** How many of those one caller may bring in a minute. */
const maxKindsOfCaller = 100;

/** How many kinds that are counted together are told apart by their outcome; further ones are lost. */
const maxOthers = 1000;

/** How many fields an entry names at most. */
const maxFields = 10_000;

/** How many codes an entry names at most. */
const maxCodes = 100;

/** How many entries are written at once. */
const batch = 500;

/** How long counts may wait for the log until public operations are refused, in milliseconds. */
const latestMs = 5 * 60_000;

const minuteMs = 60_000;

/** What stands for the operations that are counted together. */
const otherOperations = 'other';

/** Operations that are alike in all that the log says of them, and how many there were. */
interface Kind extends Omit<AuditedFacts, 'fields' | 'codes' | 'rows'> {
  /** When the minute began, in milliseconds since the epoch. */
  readonly minute: number;
  /** The app, of callers who are known. */
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
 * Counts operations that get no row each in the audit log: by minute, software, operation, purpose, organisations and
 * outcome.
 * What a process counted and has not written is lost with it.
 */
export class PublicCounts {
  readonly #now: () => number;
  #kinds = new Map<string, Kind>();
  /** How many there are, those that are being written too: of operations that are told apart, and of the others. */
  readonly #size = { own: 0, others: 0 };
  /** How many kinds each caller has brought in a minute. */
  #brought = new Map<string, number>();
  #broughtIn = 0;
  /** Since when something waits to be written. */
  #waitsSince: number | undefined;
  #flushing: Promise<boolean> = Promise.resolve(true);
  #isLosing = false;

  constructor(private readonly options: PublicCountsOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** Whether the log has not taken what was counted for too long. */
  get isLate(): boolean {
    return this.#waitsSince !== undefined && this.#now() - this.#waitsSince > latestMs;
  }

  /** Whether something waits to be written. */
  get waits(): boolean {
    return this.#waitsSince !== undefined;
  }

  /** Counts an operation. Of its caller, the app alone is kept. */
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
   * Writes what was counted; what the log does not take waits for the next time.
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

  /** Whether a caller may bring a kind of its own. */
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

/** What the log is given, as JSON text. */
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

/** Adds what one kind names to another of `others`. */
function addAll(kind: Kind, { fields, codes }: Kind): void {
  addUpTo(kind.fields as Set<string>, fields, maxFields);
  addUpTo(kind.codes as Set<string>, codes, maxCodes);
}

function addUpTo(set: Set<string>, more: Iterable<string>, most: number): void {
  for (const one of more) if (set.size < most) set.add(one);
}
