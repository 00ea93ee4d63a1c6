import { open, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';

/** How much of a file is read at first, in bytes; more if a record is longer. */
const chunkBytes = 1024 * 1024;

/** The most records of one delivery. */
const mostRecords = 500;

const line = z.object({
  place: z.object({
    sequence: z.int(),
    before: z.string(),
    key: z.string().optional(),
    signature: z.string().optional(),
  }),
  record: z.record(z.string(), z.unknown()),
});

type KeptPlace = z.infer<typeof line>['place'];

/** Consecutive records of a file, signed with one key. */
export interface KeptBatch {
  readonly records: readonly string[];
  readonly places: readonly Omit<KeptPlace, 'key'>[];
  readonly key: string | undefined;
  /** Offset of the next batch, in bytes. */
  readonly end: number;
  /** How many lines cannot be read: the log notices that their places are missing. */
  readonly unreadable: number;
}

/** A file of one stream's records that the log has not taken yet. */
export class KeptFile {
  /** Offset up to which the log has taken the records, in bytes. */
  taken = 0;
  /** Size of the file on disk, in bytes. */
  size = 0;

  constructor(readonly path: string) {}

  /** The stream's id: the file is named after it. */
  get stream(): string {
    return /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(basename(this.path))?.[0] ?? '';
  }

  /**
   * Reads the next records that the log has not taken.
   * @returns `nothing` at the end of the file, `gone` if data is missing.
   */
  async next(): Promise<KeptBatch | 'nothing' | 'gone'> {
    for (let bytes = chunkBytes; ; bytes *= 2) {
      // The gateway may be writing at the end: those bytes are not on disk yet.
      const left = this.size - this.taken;
      if (left <= 0) return 'nothing';
      const chunk = await this.#read(Math.min(bytes, left));
      if (!chunk || chunk.length === 0) return 'gone';
      const isLast = chunk.length < bytes;
      const lastBreak = chunk.lastIndexOf(0x0a);
      if (lastBreak >= 0) return this.#batchOf(chunk.subarray(0, lastBreak + 1));
      // A line without its end: the gateway was killed while it wrote, and did not answer that operation.
      if (isLast) return { records: [], places: [], key: undefined, end: this.taken + chunk.length, unreadable: 1 };
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async #read(bytes: number): Promise<Buffer | undefined> {
    try {
      const file = await open(this.path);
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, this.taken);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      // Another gateway delivers it to the log.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #batchOf(chunk: Buffer): KeptBatch {
    const records: string[] = [];
    const places: Omit<KeptPlace, 'key'>[] = [];
    let key: string | undefined;
    let unreadable = 0;
    let from = 0;
    while (from < chunk.length && records.length < mostRecords) {
      const end = chunk.indexOf(0x0a, from) + 1;
      const read = readLine(chunk.toString('utf8', from, end));
      if (!read) unreadable += 1;
      else {
        const { key: own, ...place } = read.place;
        if (records.length > 0 && own !== key) break;
        key = own;
        records.push(JSON.stringify(read.record));
        places.push(place);
      }
      from = end;
    }
    return { records, places, key, end: this.taken + from, unreadable };
  }
}

/** Size of a file in bytes; undefined if it does not exist. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

function readLine(text: string): z.infer<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
