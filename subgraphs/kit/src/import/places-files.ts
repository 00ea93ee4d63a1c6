import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type CheckedRow, type Rejection, rowChecker } from '../file/check-row.js';
import { shownText } from '../file/row-values.js';
import type { Reading } from '../file/column.js';
import { FileError, readCsv } from '../file/csv.js';
import { StartFailure } from '@hub/runtime';
import { placeImport } from './place.import.js';
import { Places } from '../places/places.js';

/** A file that should be a file of places. */
export interface FoundFile {
  readonly path: string;
  readonly sha256: string;
  readonly content: Uint8Array;
}

/** A file of places whose rows are all correct. */
export interface PlacesFile extends Omit<FoundFile, 'content'> {
  readonly rows: readonly CheckedRow[];
}

/** A file of places needs no known places: it may define the places that it refers to. */
const reading: Reading = { today: '', placesOn: '', rootPlace: '', places: new Places([]) };

/**
 * Finds every `.csv` file of a folder, in the order of their names.
 * @throws StartFailure where there is no such folder.
 */
export async function findPlacesFiles(folder: string): Promise<readonly FoundFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new StartFailure(`Expected PLACES_FOLDER to be a folder of files of places: ${(error as Error).message}.`, 2);
  });
  const paths = names.filter((name) => name.endsWith('.csv')).map((name) => join(folder, name));
  return Promise.all(
    paths.toSorted().map(async (path) => {
      const content = await readFile(path);
      return { path, sha256: createHash('sha256').update(content).digest('hex'), content };
    }),
  );
}

/**
 * Reads every `.csv` file of a folder as a file of places.
 * @throws StartFailure naming file, line and column of each faulty row.
 */
export async function readPlacesFiles(folder: string): Promise<readonly PlacesFile[]> {
  return Promise.all((await findPlacesFiles(folder)).map(readPlacesFile));
}

/** Reads one file of places; see `readPlacesFiles`. */
export async function readPlacesFile({ path, sha256, content }: FoundFile): Promise<PlacesFile> {
  const check = rowChecker(placeImport, { pseudonymKeys: undefined, reading });
  const rows: CheckedRow[] = [];
  const rejections: Rejection[] = [];
  try {
    for await (const item of readCsv(Readable.from([content]), Object.keys(placeImport.columns))) {
      if (item.type === 'ignored') continue;
      const outcome = item.type === 'broken' ? [item.rejection] : check(item);
      if ('key' in outcome) rows.push(outcome);
      else rejections.push(...outcome);
    }
  } catch (error) {
    throw error instanceof FileError ? new StartFailure(`${path}: ${error.message}`, 2) : error;
  }
  if (rejections.length > 0) {
    const lines = rejections.map(
      ({ row, column, reason }) => `  ${path}, line ${row}, ${column}: ${shownText(reason)}`,
    );
    throw new StartFailure(`The files of places are not usable:\n${lines.join('\n')}`, 2);
  }
  return { path, sha256, rows };
}
