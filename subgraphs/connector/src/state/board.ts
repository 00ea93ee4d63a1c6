import type { Clock } from '@hub/protocol';
import { ConnectorFault, type FaultCode, type Told } from './told.js';

/** The used part of the server's log. */
export interface Log {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
  readonly error: (details: object, message: string) => void;
}

/** The fault of a part, and its start. */
export interface StandingFault {
  readonly code: FaultCode;
  readonly told: Told;
  readonly since: Date;
}

/** Counts of the last rows. */
export interface Counts {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
}

/** The kind of a part of the connector. */
export type PartKind = 'source' | 'connection';

/** The state of a part of the connector: a view, a folder, a connection. */
export interface PartState {
  /** Whether it is a source of records, or a connection that the connector needs. */
  readonly kind: PartKind;
  /** For example `members-database: export.members`. */
  readonly name: string;
  isBusy: boolean;
  /** How many rows were read so far, while it is busy. */
  progress: number;
  lastAt: Date | undefined;
  nextAt: Date | undefined;
  counts: Counts | undefined;
  /** A note for a part without a fault. */
  note: Told | undefined;
  fault: StandingFault | undefined;
}

/** The state of all parts of the connector. A fault is logged once, when it begins, changes or ends. */
export class Board {
  readonly #parts = new Map<string, PartState>();

  constructor(
    private readonly log: Log,
    readonly now: Clock,
  ) {}

  get parts(): readonly PartState[] {
    return [...this.#parts.values()];
  }

  /** A part's state; made where it is missing. */
  part(name: string, kind: PartKind = 'source'): PartState {
    let part = this.#parts.get(name);
    if (!part) {
      part = {
        ...{ kind, name, isBusy: false, progress: 0, lastAt: undefined, nextAt: undefined },
        ...{ counts: undefined, note: undefined, fault: undefined },
      };
      this.#parts.set(name, part);
    }
    return part;
  }

  /** Runs a part's work, and records the result. @returns whether it succeeded. */
  async during(name: string, work: (part: PartState) => Promise<void>, kind?: PartKind): Promise<boolean> {
    const part = this.part(name, kind);
    part.isBusy = true;
    part.progress = 0;
    try {
      await work(part);
      this.works(name);
      return true;
    } catch (error) {
      this.fails(name, error);
      return false;
    } finally {
      part.isBusy = false;
      part.lastAt = this.now();
    }
  }

  /** Notes that a part works, or works again. @param isLogged whether it is in the log already. */
  works(name: string, isLogged = false): void {
    const part = this.part(name);
    if (part.fault && !isLogged) this.log.warn({ part: name, since: part.fault.since.toISOString() }, 'it works again');
    part.fault = undefined;
  }

  /** Notes that a part does not work. @param isLogged whether it is in the log already. */
  fails(name: string, error: unknown, isLogged = false): void {
    const part = this.part(name);
    const fault = error instanceof ConnectorFault ? error : unforeseen(error);
    const { code, told } = fault;
    const isNew = part.fault?.code !== code || part.fault.told.en !== told.en;
    part.fault = { code, told, since: part.fault?.code === code ? part.fault.since : this.now() };
    const { cause } = fault;
    if (isNew && !isLogged)
      this.log.error({ part: name, code, ...(cause instanceof Error && { reason: cause.message }) }, told.en);
  }
}

/** The log has an unforeseen error's text; the page does not show it. */
function unforeseen(error: unknown): ConnectorFault {
  const cause = error instanceof Error ? error : new Error(String(error));
  return new ConnectorFault(
    'FAULT',
    { vi: 'Lỗi không lường trước; nhật ký nói vì sao.', en: 'An unforeseen fault; the log says why.' },
    { cause },
  );
}
