import { createHash } from 'node:crypto';

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

/** The entry that follows a head. */
export function nextEntry({ sequence: last, hash: before }: ChainHead, record: string): AuditEntry {
  const sequence = last + 1;
  return { sequence, record, hash: createHash('sha256').update(`${before}\n${sequence}\n${record}`).digest('hex') };
}

/** What is wrong with a log, and the first entry that it is about. */
export interface ChainFault {
  readonly sequence: number;
  readonly what: string;
}

/** A head that somebody else kept, and who. */
export interface KeptHead extends ChainHead {
  readonly keptBy: string;
}

/**
 * Reads a log from its first entry to its last, and finds the first that was changed, removed or moved. A log that was
 * rewritten as a whole agrees with itself: heads that others kept show it, and where it must have begun.
 */
export class ChainVerifier {
  #head: ChainHead = emptyChain;
  #provenUpTo = 0;
  readonly #kept: KeptHead[];

  constructor(kept: readonly KeptHead[]) {
    this.#kept = [...kept].sort((one, other) => one.sequence - other.sequence);
  }

  /** How many entries were read, and the last one's hash. */
  get head(): ChainHead {
    return this.#head;
  }

  /** Up to which entry what others kept agrees with the log. */
  get provenUpTo(): number {
    return this.#provenUpTo;
  }

  /** Reads the next entry. */
  read(entry: AuditEntry): ChainFault | undefined {
    const expected = nextEntry(this.#head, entry.record);
    if (entry.sequence > expected.sequence) {
      const last = entry.sequence - 1;
      const which = last === expected.sequence ? `entry ${last} is` : `entries ${expected.sequence} to ${last} are`;
      return { sequence: expected.sequence, what: `${which} missing` };
    }
    if (entry.sequence !== expected.sequence || entry.hash !== expected.hash) {
      return { sequence: entry.sequence, what: `entry ${entry.sequence} is not what was recorded there` };
    }
    this.#head = expected;
    for (let kept = this.#kept[0]; kept && kept.sequence <= expected.sequence; kept = this.#kept[0]) {
      if (kept.sequence === expected.sequence && kept.hash !== expected.hash) {
        const first = this.#provenUpTo + 1;
        return {
          sequence: first,
          what: `the log was rewritten somewhere from entry ${first} to entry ${kept.sequence}: ${kept.keptBy} kept another hash of the latter`,
        };
      }
      this.#provenUpTo = kept.sequence;
      this.#kept.shift();
    }
    return undefined;
  }

  /**
   * Says that nothing follows.
   * @param head what the log says of itself.
   */
  end(head: ChainHead): ChainFault | undefined {
    const { sequence, hash } = this.#head;
    const [kept] = this.#kept;
    if (kept)
      return {
        sequence: sequence + 1,
        what: `entries from ${sequence + 1} on are missing: ${kept.keptBy} kept the hash of entry ${kept.sequence}`,
      };
    if (head.sequence > sequence)
      return { sequence: sequence + 1, what: `entries from ${sequence + 1} on are missing` };
    if (head.sequence < sequence || head.hash !== hash) {
      return { sequence: head.sequence, what: `the log's own head does not agree with entry ${head.sequence}` };
    }
    return undefined;
  }
}
