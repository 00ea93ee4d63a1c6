import { createHash } from 'node:crypto';
import { lastLostOf, readRestoreRecord, type RestoreRecord } from './audit-restore.js';

/** An entry of the audit log. */
export interface AuditEntry {
  /** 1 for the first, and one more for each that follows. */
  readonly sequence: number;
  /** What is recorded, as JSON text: hashed as it stands. */
  readonly record: string;
  /** SHA-256, in hexadecimal, over all of the entry and the hash of the one before it. */
  readonly hash: string;
}

/** How far the log had come at a time. */
export type ChainHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** What comes before the first entry. */
export const emptyChain: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * The entry that follows a head.
 * @param sequence its number; the next one, but for the mark of a restore, which leaves out those of lost entries.
 */
export function nextEntry(
  { sequence: last, hash: before }: ChainHead,
  record: string,
  sequence: number = last + 1,
): AuditEntry {
  return { sequence, record, hash: createHash('sha256').update(`${before}\n${sequence}\n${record}`).digest('hex') };
}

/** The number of a restore's mark: after the entry before it, and after all that it says is lost. */
export function sequenceOfMark(mark: Pick<RestoreRecord, 'before' | 'lost'>): number {
  return Math.max(mark.before.sequence, lastLostOf(mark)) + 1;
}

/** What is wrong with a log, and the first entry that it is about. */
export interface ChainFault {
  readonly sequence: number;
  readonly what: string;
}

/** A head that somebody else kept, and who. */
export interface KeptHead extends ChainHead {
  readonly keptBy: string;
  /** When the log signed it: milliseconds since the epoch. */
  readonly at: number;
}

/** A kept head that the log does not agree with. */
export interface Contradiction {
  readonly head: KeptHead;
  /** The last entry before it that a kept head proves. */
  readonly provenUpTo: number;
  /** Whether the log has no entry of its number. */
  readonly isMissing: boolean;
}

/** A restore that was accepted, and where the log says so. */
export interface AcceptedRestore extends ChainHead {
  readonly mark: RestoreRecord;
}

/**
 * Reads a log from its first entry to its last, and finds the first that was changed, removed or moved. A log that was
 * rewritten as a whole agrees with itself: heads that others kept show it, and where it must have begun. What a mark in
 * the log says was lost in a restore is no fault; whoever kept such heads must know of the mark (`untold`).
 */
export class ChainVerifier {
  #head: ChainHead = emptyChain;
  #entries = 0;
  #provenUpTo = 0;
  /** In the order of their numbers; those before `#next` are compared. */
  readonly #kept: readonly KeptHead[];
  #next = 0;
  readonly #agreeing: KeptHead[] = [];
  readonly #contradictions: Contradiction[] = [];
  readonly #restores: AcceptedRestore[] = [];

  constructor(kept: readonly KeptHead[]) {
    this.#kept = [...kept].sort((one, other) => one.sequence - other.sequence);
  }

  /** The number and the hash of the last entry that was read. */
  get head(): ChainHead {
    return this.#head;
  }

  /** How many entries were read. */
  get entries(): number {
    return this.#entries;
  }

  /** Up to which entry what others kept agrees with the log. */
  get provenUpTo(): number {
    return this.#provenUpTo;
  }

  /** The kept heads that agree with the log. */
  get agreeing(): readonly KeptHead[] {
    return this.#agreeing;
  }

  /** The restores that the log says were accepted, the first first. */
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
   * Says that nothing follows.
   * @param head what the log says of itself.
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

  /** The kept heads that the log does not agree with, and that no mark says were lost, the first first. */
  uncovered(): readonly Contradiction[] {
    return this.#contradictions.filter(({ head }) => !this.#restores.some(({ mark }) => isLost(head, mark)));
  }

  /** A mark stands right after the entry that it names, and its number is what it leaves out. */
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

/** Whether a mark says of a head that what it stands for was lost. */
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
