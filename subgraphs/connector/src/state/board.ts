import type { Clock } from '@hub/protocol';
import { ConnectorFault, type FaultCode, type Told } from './told.js';

/** What the log of the server is used for here. */
export interface Log {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
  readonly error: (details: object, message: string) => void;
}

/** What is wrong with a part, since when. */
export interface StandingFault {
  readonly code: FaultCode;
  readonly told: Told;
  readonly since: Date;
}

/** Counts of the rows that came last. */
export interface Counts {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
}

/** What a part of the connector is. */
export type PartKind = 'source' | 'connection';

/** How a part of the connector does: a view, a folder, a connection. */
export interface PartState {
  /** Whether records come from it, or it is what the connector itself needs. */
  readonly kind: PartKind;
  /** Such as `members-database: export.members`. */
  readonly name: string;
  isBusy: boolean;
  /** How many rows were read so far, while it is busy. */
  progress: number;
  lastAt: Date | undefined;
  nextAt: Date | undefined;
  counts: Counts | undefined;
  /** What it is worth to know, though all is well. */
  note: Told | undefined;
  fault: StandingFault | undefined;
}

/** How all parts of the connector do. What is wrong is logged once, when it begins, changes or ends. */
export class Board {
  readonly #parts = new Map<string, PartState>();

  constructor(
    private readonly log: Log,
    readonly now: Clock,
  ) {}

  get parts(): readonly PartState[] {
    return [...this.#parts.values()];
  }

  /** A part's state; made where it is not there. */
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

  /** Does a part's work, and keeps how it ended. @returns whether it went well. */
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

  /** A part works, or works again. @param isLogged whether others have said so in the log. */
  works(name: string, isLogged = false): void {
    const part = this.part(name);
    if (part.fault && !isLogged) this.log.warn({ part: name, since: part.fault.since.toISOString() }, 'it works again');
    part.fault = undefined;
  }

  /** A part does not work. @param isLogged whether others have said so in the log. */
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

/** What nobody foresaw is logged with its text, and told without. */
function unforeseen(error: unknown): ConnectorFault {
  const cause = error instanceof Error ? error : new Error(String(error));
  return new ConnectorFault(
    'FAULT',
    { vi: 'Lỗi không lường trước; nhật ký nói vì sao.', en: 'An unforeseen fault; the log says why.' },
    { cause },
  );
}
