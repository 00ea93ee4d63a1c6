import type { AuditUnavailable } from './audit-writer.js';

/** A record that waits to be written. */
export interface WaitingRecord {
  readonly record: string;
  /** Whether it is the record of an executed operation. */
  readonly isOfDone: boolean;
  readonly written: (value: undefined) => void;
  readonly failed: (error: AuditUnavailable) => void;
}

/** Records that wait to be written, by caller: callers take turns. */
export class WaitingRecords {
  /** By caller; the caller with the next turn is first. */
  readonly #byCaller = new Map<string, WaitingRecord[]>();
  #size = 0;

  /**
   * @param most the most waiting records; the second half of the places is for callers without a waiting record.
   * @param mostOfCaller the most waiting records of one caller.
   */
  constructor(
    private readonly most: number,
    private readonly mostOfCaller: number,
  ) {}

  get size(): number {
    return this.#size;
  }

  /** @returns false if too many wait; a record of executed work always has a place. */
  add(record: WaitingRecord, callerId: string): boolean {
    const own = this.#byCaller.get(callerId) ?? [];
    const places = own.length === 0 ? this.most : this.most / 2;
    if (!record.isOfDone && (own.length >= this.mostOfCaller || this.#size >= places)) return false;
    own.push(record);
    this.#byCaller.set(callerId, own);
    this.#size += 1;
    return true;
  }

  /** Takes one record of each caller in turn, until there are enough. */
  next(most: number): WaitingRecord[] {
    const batch: WaitingRecord[] = [];
    // A caller that is put back at the end comes again in this loop.
    for (const [callerId, [first, ...others]] of this.#byCaller) {
      if (first) batch.push(first);
      this.#byCaller.delete(callerId);
      if (others.length > 0) this.#byCaller.set(callerId, others);
      if (batch.length === most) break;
    }
    this.#size -= batch.length;
    return batch;
  }
}
