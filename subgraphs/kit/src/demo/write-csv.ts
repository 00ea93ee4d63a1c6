import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';

/**
 * Writes rows to a CSV file (UTF-8, RFC 4180, header line).
 * @param columns in the order in which each row lists its values.
 */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | number | boolean | null)[]>,
): Promise<void> {
  const format = stringify({ header: true, columns: [...columns], cast: { boolean: String } });
  await pipeline(Readable.from(rows), format, createWriteStream(file));
}
