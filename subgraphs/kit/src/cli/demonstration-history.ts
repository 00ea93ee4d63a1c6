import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, readCsv } from '../import/csv.js';
import type { DemonstrationAsk } from '../release/demonstration-release.route.js';
import { Failure } from './failure.js';

const releasesFile = 'releases.csv';
const publicationsFile = 'publications.csv';

/**
 * The files in an organisation's `demo/` that say which releases it made, and which publications movement did; they are no
 * kinds that are imported.
 */
export const historyFiles: readonly string[] = [releasesFile, publicationsFile];

/** A release of the demonstration, and what comes in before it. */
export interface PastRelease {
  readonly ask: DemonstrationAsk;
  /** The folder of the files that come in before it: corrections of what was released before; null where none do. */
  readonly files: string | null;
}

/** A publication of the demonstration: of which period, made on which day, with which note. */
export interface PastPublication {
  readonly period: string;
  readonly madeOn: string;
  readonly note?: string;
}

/**
 * Reads which releases an organisation's demonstration has made, the first first: complete through which day, made on
 * which, with which note, and after which folder of further files.
 * @param folder the organisation's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function pastReleases(folder: string): Promise<PastRelease[]> {
  const records = await readHistory(join(folder, releasesFile), ['through', 'made_on', 'note', 'files']);
  return records.map(({ through = '', made_on: madeOn = '', note, files }) => ({
    ask: { through, madeOn, ...(note && { note }) },
    files: files ? join(folder, files) : null,
  }));
}

/**
 * Reads which publications the demonstration has, the first first.
 * @param folder movement's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function pastPublications(folder: string): Promise<PastPublication[]> {
  const records = await readHistory(join(folder, publicationsFile), ['period', 'made_on', 'note']);
  return records.map(({ period = '', made_on: madeOn = '', note }) => ({ period, madeOn, ...(note && { note }) }));
}

async function readHistory(path: string, columns: readonly string[]): Promise<Readonly<Record<string, string>>[]> {
  if (!existsSync(path)) return [];
  const records: Readonly<Record<string, string>>[] = [];
  try {
    for await (const item of readCsv(createReadStream(path), columns)) {
      if (item.type !== 'record') throw new FileError(`Expected the columns ${columns.join(', ')} alone in each line.`);
      records.push(item.values);
    }
  } catch (error) {
    if (error instanceof FileError) throw new Failure(`Cannot read ${path}: ${error.message}`);
    throw error;
  }
  return records;
}
