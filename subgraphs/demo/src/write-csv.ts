import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { ImportKind } from '@hub/kit/service';

/** The values of a row, in the order of its kind's columns. */
export type DemoRow = readonly (string | number | boolean | null)[];

/**
 * Writes the demonstration file of a kind (UTF-8, RFC 4180, header line).
 * @param rows each lists its values in the order of the kind's columns.
 */
export async function writeDemoFile(
  folder: string,
  { kind, columns }: Pick<ImportKind, 'kind' | 'columns'>,
  rows: Iterable<DemoRow>,
): Promise<void> {
  const format = stringify({ header: true, columns: Object.keys(columns), cast: { boolean: String } });
  await pipeline(Readable.from(rows), format, createWriteStream(join(folder, `${kind}.csv`)));
}
