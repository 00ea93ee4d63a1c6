import { type ChainHead, emptyChain, nextEntry, type StreamPlace } from '@hub/protocol';
import type { GapRecord } from './record.js';

/** Before the first record of a stream. */
export const emptyStream: ChainHead = emptyChain;

/** The hash of an altered record is not known: the next record's own `before` counts. */
const unknownHash = '';

/** Records of a gateway's stream, as one commit brings them. */
export interface StreamedRecords {
  readonly id: string;
  readonly key: string | undefined;
  /** JSON texts, one for each place. */
  readonly records: readonly string[];
  readonly places: readonly StreamPlace[];
  /** Whether a record is the one that the gateway put at its place. */
  readonly isGenuine: (head: ChainHead, signature: string | undefined) => boolean;
  readonly now: () => Date;
  /** Called for each gap that is found. */
  readonly onGap: (gap: GapRecord) => void;
}

/** What the log adds for a commit, and where the stream ends then. */
export interface TakenRecords {
  /** JSON texts, records of gaps included. */
  readonly records: readonly string[];
  readonly end: ChainHead;
}

/**
 * The records of a commit that the log does not have yet, each once, however often it is sent.
 * @param known where the stream ended before.
 */
export function takenOf(streamed: StreamedRecords, known: ChainHead): TakenRecords {
  const { id, key, records, places, isGenuine, now, onGap } = streamed;
  const taken: string[] = [];
  let end = known;
  const gap = (what: GapRecord['what'], first: number, last: number) => {
    const record: GapRecord = { kind: 'gap', at: now().toISOString(), stream: id, key, what, first, last };
    onGap(record);
    taken.push(JSON.stringify(record));
  };
  for (const [index, { sequence, before, signature }] of places.entries()) {
    const record = records[index];
    if (record === undefined || sequence <= end.sequence) continue;
    const { hash } = nextEntry({ sequence: sequence - 1, hash: before }, record);
    if (sequence > end.sequence + 1) gap('MISSING', end.sequence + 1, sequence - 1);
    if (!isGenuine({ sequence, hash }, signature)) {
      gap('ALTERED', sequence, sequence);
      end = { sequence, hash: unknownHash };
      continue;
    }
    if (sequence === end.sequence + 1 && end.hash !== unknownHash && before !== end.hash) {
      gap('ALTERED', end.sequence, end.sequence);
    }
    taken.push(record);
    end = { sequence, hash };
  }
  return { records: taken, end };
}
