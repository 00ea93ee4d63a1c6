import { createHash } from 'node:crypto';
import { type CsvItem, readCsv } from './csv.js';

/** A file's rows in the columns of its kind: what an import reads, whatever form the file has. */
export interface RowsOfFile {
  /** Each row in the file's order, read once, by column, as the texts that the columns parse. */
  readonly items: AsyncIterable<CsvItem>;
  /** The SHA-256 of the file's bytes in hexadecimal digits, when all rows were read. */
  readonly sha256: () => string;
}

/** How many bytes are parsed at once: some tens of rows, so that requests can run between two pieces. */
const pieceBytes = 4096;

/** The rows of a CSV file in the columns' own form; see `readCsv`. */
export function rowsOfCsv(content: AsyncIterable<Uint8Array>, columns: readonly string[]): RowsOfFile {
  const digest = createHash('sha256');
  async function* hashed() {
    for await (const chunk of content) {
      digest.update(chunk);
      for (let from = 0; from < chunk.length; from += pieceBytes) yield chunk.subarray(from, from + pieceBytes);
    }
  }
  return { items: readCsv(hashed(), columns), sha256: () => digest.digest('hex') };
}
