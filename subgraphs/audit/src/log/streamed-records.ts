import { type ChainHead, emptyChain, nextEntry, type StreamPlace } from '@hub/protocol';
import type { GapRecord } from './record.js';

/** The position before the first record of a stream. */
export const emptyStream: ChainHead = emptyChain;

/** The hash of an altered record is unknown, so the `before` of the next record counts. */
const unknownHash = '';

/** Records of a gateway's stream in one request. */
export interface StreamedRecords {
  readonly id: string;
  readonly key: string | undefined;
  /** JSON texts, one for each position. */
  readonly records: readonly string[];
  readonly places: readonly StreamPlace[];
  /** Whether the gateway signed a record at its position. */
  readonly isGenuine: (head: ChainHead, signature: string | undefined) => boolean;
  readonly now: () => Date;
  /** Called for each gap. */
  readonly onGap: (gap: GapRecord) => void;
}

/** The records to add to the log, and the stream's new end. */
export interface TakenRecords {
  /** JSON texts, with the records of gaps. */
  readonly records: readonly string[];
  readonly end: ChainHead;
}

/**
 * The records that the log does not have yet; repeated records are left out.
 * @param known the stream's former end.
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
