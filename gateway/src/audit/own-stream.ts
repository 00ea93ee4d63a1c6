import { randomUUID } from 'node:crypto';
import { type AuditEntry, type ChainHead, emptyChain, nextEntry, type RecordStream, signPlace } from '@hub/protocol';
import type { NamedKey } from '@hub/protocol';

/** A record with its place in a stream. */
export interface PlacedRecord extends AuditEntry {
  /** The hash of the record before. */
  readonly before: string;
}

/**
 * The stream of this process's records: each has a number and the hash of the previous one, so that a loss is noticed.
 */
export class OwnStream {
  id: string = randomUUID();
  #end: ChainHead = emptyChain;

  /** Gives records the next places. */
  place(records: readonly string[]): PlacedRecord[] {
    return records.map((record) => {
      const before = this.#end;
      const entry = nextEntry(before, record);
      this.#end = entry;
      return { ...entry, before: before.hash };
    });
  }

  /** Begins another stream: the log refused records of this one, and their places stay empty. */
  beginAnother(): void {
    this.id = randomUUID();
    this.#end = emptyChain;
  }
}

/** The body of a commit, in the log's form. */
export function commitBody(
  records: readonly string[],
  stream: Omit<RecordStream, 'places'>,
  places: RecordStream['places'],
): string {
  return `{"records":[${records.join()}],"stream":${JSON.stringify({ ...stream, places })}}`;
}

/** A record as a line of a file, signed if the gateway signs. */
export function lineOf(stream: string, { sequence, hash, before, record }: PlacedRecord, key?: NamedKey): string {
  const signed = key && { key: key.id, signature: signPlace(stream, { sequence, hash }, key.key) };
  return `{"place":${JSON.stringify({ sequence, before, ...signed })},"record":${record}}\n`;
}
