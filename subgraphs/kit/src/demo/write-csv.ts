import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { ImportKind } from '../import/import-kind.js';

/**
 * Writes the demonstration file of a kind (UTF-8, RFC 4180, header line).
 * @param rows each lists its values in the order of the kind's columns.
 */
export async function writeDemoFile(
  folder: string,
  { kind, columns }: ImportKind,
  rows: Iterable<readonly (string | number | boolean | null)[]>,
): Promise<void> {
  const format = stringify({ header: true, columns: Object.keys(columns), cast: { boolean: String } });
  await pipeline(Readable.from(rows), format, createWriteStream(join(folder, `${kind}.csv`)));
}
