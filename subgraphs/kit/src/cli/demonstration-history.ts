import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, readCsv } from '../import/csv.js';
import type { DemonstrationAsk } from '../release/demonstration-release.route.js';
import { Failure } from './failure.js';

/** The file in an organisation's `demo/` that says which releases it made; it is no kind that is imported. */
export const releasesFile = 'releases.csv';

/** A release of the demonstration, and what comes in before it. */
export interface PastRelease {
  readonly ask: DemonstrationAsk;
  /** The folder of the files that come in before it: corrections of what was released before; null where none do. */
  readonly files: string | null;
}

const columns = ['through', 'made_on', 'note', 'files'] as const;

/**
 * Reads which releases an organisation's demonstration has made, the first first: complete through which day, made on
 * which, with which note, and after which folder of further files.
 * @param folder the organisation's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function pastReleases(folder: string): Promise<PastRelease[]> {
  const path = join(folder, releasesFile);
  if (!existsSync(path)) return [];
  const releases: PastRelease[] = [];
  try {
    for await (const item of readCsv(createReadStream(path), columns)) {
      if (item.type !== 'record') throw new FileError(`Expected the columns ${columns.join(', ')} alone in each line.`);
      const { through = '', made_on: madeOn = '', note, files } = item.values;
      releases.push({ ask: { through, madeOn, ...(note && { note }) }, files: files ? join(folder, files) : null });
    }
  } catch (error) {
    if (error instanceof FileError) throw new Failure(`Cannot read ${path}: ${error.message}`);
    throw error;
  }
  return releases;
}
