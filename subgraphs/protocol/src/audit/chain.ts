import { createHash } from 'node:crypto';
import { lastLostOf, readRestoreRecord, type RestoreRecord } from './audit-restore.js';

/** An entry of the audit log. */
export interface AuditEntry {
  /** 1 for the first, and one more for each that follows. */
  readonly sequence: number;
  /** The recorded data as JSON text, which is hashed unchanged. */
  readonly record: string;
  /** SHA-256, in hexadecimal, over the whole entry and the hash of the entry before. */
  readonly hash: string;
}

/** The log's newest entry at a time. */
export type ChainHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** The head before the first entry. */
export const emptyChain: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * The entry after a head.
 * @param sequence its number: the next one, except for a restore's mark, which skips the numbers of lost entries.
 */
export function nextEntry(
  { sequence: last, hash: before }: ChainHead,
  record: string,
  sequence: number = last + 1,
): AuditEntry {
  return { sequence, record, hash: createHash('sha256').update(`${before}\n${sequence}\n${record}`).digest('hex') };
}

/** The number of a restore's mark: after the entry before it, and after all lost entries. */
export function sequenceOfMark(mark: Pick<RestoreRecord, 'before' | 'lost'>): number {
  return Math.max(mark.before.sequence, lastLostOf(mark)) + 1;
}

/** A fault of a log, and its first entry. */
export interface ChainFault {
  readonly sequence: number;
  readonly what: string;
}

/** A head of the log, and the organisation that stores it. */
export interface KeptHead extends ChainHead {
  readonly keptBy: string;
  /** When the log signed it: milliseconds since the epoch. */
  readonly at: number;
}

/** A stored head that contradicts the log. */
export interface Contradiction {
  readonly head: KeptHead;
  /** The last entry before it that a stored head proves. */
  readonly provenUpTo: number;
  /** Whether the log lacks an entry with its number. */
  readonly isMissing: boolean;
}

/** An accepted restore, and its place in the log. */
export interface AcceptedRestore extends ChainHead {
  readonly mark: RestoreRecord;
}

/**
 * Reads a log from its first entry to its last, and finds the first that was changed, removed or moved. A log that was
 * rewritten as a whole is consistent: heads that others stored reveal the change, and where it must have begun. A loss
 * that a mark in the log states is no fault; organisations with lost heads must know the mark (`untold`).
 */
export class ChainVerifier {
  #head: ChainHead = emptyChain;
  #entries = 0;
  #provenUpTo = 0;
  /** In the order of their numbers; heads before `#next` have been compared. */
  readonly #kept: readonly KeptHead[];
  #next = 0;
  readonly #agreeing: KeptHead[] = [];
  readonly #contradictions: Contradiction[] = [];
  readonly #restores: AcceptedRestore[] = [];

  constructor(kept: readonly KeptHead[]) {
    this.#kept = [...kept].sort((one, other) => one.sequence - other.sequence);
  }

  /** The number and the hash of the last entry read. */
  get head(): ChainHead {
    return this.#head;
  }

  /** How many entries were read. */
  get entries(): number {
    return this.#entries;
  }

  /** The last entry up to which others' heads agree with the log. */
  get provenUpTo(): number {
    return this.#provenUpTo;
  }

  /** The kept heads that agree with the log. */
  get agreeing(): readonly KeptHead[] {
    return this.#agreeing;
  }

  /** The accepted restores in the log, the oldest first. */
  get restores(): readonly AcceptedRestore[] {
    return this.#restores;
  }

  /** Reads the next entry. */
  read(entry: AuditEntry): ChainFault | undefined {
    const before = this.#head;
    const mark = readRestoreRecord(entry.record);
    const isMark = mark !== undefined && this.#isItsPlace(mark, entry.sequence);
    const expected = nextEntry(before, entry.record, isMark ? entry.sequence : undefined);
    if (entry.sequence > expected.sequence) {
      const last = entry.sequence - 1;
      const which = last === expected.sequence ? `entry ${last} is` : `entries ${expected.sequence} to ${last} are`;
      return { sequence: expected.sequence, what: `${which} missing` };
    }
    if (entry.sequence !== expected.sequence || entry.hash !== expected.hash) {
      return { sequence: entry.sequence, what: `entry ${entry.sequence} is not what was recorded there` };
    }
    this.#head = { sequence: expected.sequence, hash: expected.hash };
    this.#entries += 1;
    this.#compare();
    if (isMark) this.#restores.push({ ...this.#head, mark });
    return undefined;
  }

  /**
   * Ends the reading.
   * @param head the log's own head.
   */
  end(head: ChainHead): ChainFault | undefined {
    const { sequence, hash } = this.#head;
    for (const kept of this.#kept.slice(this.#next)) this.#contradict(kept, true);
    this.#next = this.#kept.length;
    const [first] = this.uncovered();
    if (first && first.head.sequence <= sequence) return contradicted(first);
    if (first)
      return {
        sequence: sequence + 1,
        what: `entries from ${sequence + 1} on are missing: ${first.head.keptBy} kept the hash of entry ${first.head.sequence}`,
      };
    if (head.sequence > sequence)
      return { sequence: sequence + 1, what: `entries from ${sequence + 1} on are missing` };
    if (head.sequence < sequence || head.hash !== hash) {
      return { sequence: head.sequence, what: `the log's own head does not agree with entry ${head.sequence}` };
    }
    return undefined;
  }

  /** The stored heads that contradict the log and that no mark states as lost, the oldest first. */
  uncovered(): readonly Contradiction[] {
    return this.#contradictions.filter(({ head }) => !this.#restores.some(({ mark }) => isLost(head, mark)));
  }

  /** Whether a mark follows the entry that it names, and its number skips the lost entries only. */
  #isItsPlace(mark: RestoreRecord, sequence: number): boolean {
    const { before } = mark;
    const isAfter = before.sequence === this.#head.sequence && before.hash === this.#head.hash;
    return isAfter && sequence === sequenceOfMark(mark);
  }

  #compare(): void {
    const { sequence, hash } = this.#head;
    for (let kept = this.#kept[this.#next]; kept && kept.sequence <= sequence; kept = this.#kept[this.#next]) {
      this.#next += 1;
      if (kept.sequence < sequence) this.#contradict(kept, true);
      else if (kept.hash !== hash) this.#contradict(kept, false);
      else {
        this.#provenUpTo = kept.sequence;
        this.#agreeing.push(kept);
      }
    }
  }

  #contradict(head: KeptHead, isMissing: boolean): void {
    this.#contradictions.push({ head, provenUpTo: this.#provenUpTo, isMissing });
  }
}

/** Whether a mark states that a head's entry was lost. */
function isLost({ sequence, at }: KeptHead, { at: accepted, provenUpTo, lost }: RestoreRecord): boolean {
  const isWithin = lost.some(({ first, last }) => first.sequence <= sequence && sequence <= last.sequence);
  return isWithin && sequence > provenUpTo && at <= Date.parse(accepted);
}

function contradicted({ head: { sequence, keptBy }, provenUpTo, isMissing }: Contradiction): ChainFault {
  const first = provenUpTo + 1;
  const what = isMissing
    ? `entry ${sequence} is missing: ${keptBy} kept its hash`
    : `the log was rewritten somewhere from entry ${first} to entry ${sequence}: ${keptBy} kept another hash of the latter`;
  return { sequence: first, what };
}
