import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { FileError } from '../file/file-error.js';

/** The most parts that a workbook may have. */
const mostParts = 10_000;

/** The most bytes of an unpacked workbook, over all its parts. */
const mostUnpacked = 4 * 1024 ** 3;

/** How many times a part may grow when unpacked: a sheet of equal rows grows 100 times. Small parts may grow more. */
const mostRatio = 300;
const smallPart = 16 * 1024 ** 2;

/** The parts of a workbook, which is a zip container. */
export class PackageParts {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /**
   * Opens a workbook. No part is unpacked.
   * @throws FileError where it is no container, or unpacks to more than a workbook may have.
   */
  static async open(path: string): Promise<PackageParts> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, { autoClose: false });
      if (zip.entryCount > mostParts)
        throw new FileError(`Expected a workbook of at most ${mostParts} parts, got ${zip.entryCount}.`);
      const entries = new Map<string, Entry>();
      let unpacked = 0;
      for await (const entry of zip.eachEntry()) {
        unpacked += entry.uncompressedSize;
        refuseBomb(entry, unpacked);
        entries.set(entry.fileName.toLowerCase(), entry);
      }
      return new PackageParts(zip, entries);
    } catch (error) {
      zip?.close();
      throw error instanceof FileError ? error : notWhole(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /**
   * Yields a part's text while it is unpacked; empty where the part is missing.
   * @throws FileError where it is damaged, or differs from its stated size.
   */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let stream: Readable | undefined;
    try {
      stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Uint8Array>) yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    } catch (error) {
      throw notWhole(error);
    } finally {
      stream?.destroy();
    }
  }

  /** The size of an unpacked part in bytes. */
  bytesOf(name: string): number {
    return this.entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  close(): void {
    this.zip.close();
  }
}

/**
 * Refuses a part by its stated size; reading stops where it unpacks to more.
 * @param unpacked the bytes of all parts up to this one.
 */
function refuseBomb(entry: Entry, unpacked: number): void {
  const { fileName, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw new FileError('Expected a workbook without a password, got one that is encrypted.');
  const isBomb =
    unpacked > mostUnpacked || (uncompressedSize > smallPart && uncompressedSize > compressedSize * mostRatio);
  if (!isBomb) return;
  throw new FileError(
    `Expected a workbook whose parts unpack to at most ${mostUnpacked / 1024 ** 3} GiB together, and each to ${mostRatio} times their size, got ${fileName} of ${uncompressedSize} bytes, packed in ${compressedSize}: it is no file that a spreadsheet wrote.`,
  );
}

function notWhole(error: unknown): FileError {
  return new FileError(
    `Expected a workbook (.xlsx), got a file that is damaged or cut off (${(error as Error).message}). Save it again as "Excel Workbook (.xlsx)".`,
  );
}
