import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DemonstrationAsk, FileError } from '@hub/kit/service';
import { Failure } from './failure.js';

const releasesFile = 'releases.csv';
const publicationsFile = 'publications.csv';
const replacementsFile = 'replaces.csv';
/** Written by the demonstration's generator, which an installed hub need not have. */
const rejectionsFile = 'rejections.csv';

/**
 * The files in an organisation's `demo/` that say which releases it made, which publications movement did, how many rows are to
 * be refused, and which published files stay out; they are no kinds that are imported.
 */
export const historyFiles: readonly string[] = [releasesFile, publicationsFile, rejectionsFile, replacementsFile];

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
 * which, with which note, and after which folder of further files; or which former one each withdrew, with the note as the
 * reason.
 * @param folder the organisation's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function pastReleases(folder: string): Promise<PastRelease[]> {
  const columns = ['through', 'made_on', 'note', 'files', 'withdraws'];
  const records = await readHistory(join(folder, releasesFile), columns);
  return records.map(({ through = '', made_on: madeOn = '', note = '', files, withdraws }) => ({
    ask: withdraws
      ? { withdraws: Number(withdraws), madeOn, reason: note }
      : { through, madeOn, ...(note && { note }) },
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

/**
 * Reads how many rows of which kinds' files are to be refused, as they are in life.
 * @param folder the organisation's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function intendedRejections(folder: string): Promise<ReadonlyMap<string, number>> {
  const records = await readHistory(join(folder, rejectionsFile), ['kind', 'rows']);
  return new Map(records.map(({ kind = '', rows }) => [kind, Number(rows)]));
}

/**
 * Reads of which kinds the published files stay out of a demonstration: their numbers would be added to made-up ones, and
 * nobody could tell them apart.
 * @param folder the organisation's `demo/`.
 * @returns none where the file is not there.
 * @throws Failure where it is not as expected.
 */
export async function replacedKinds(folder: string): Promise<ReadonlySet<string>> {
  const records = await readHistory(join(folder, replacementsFile), ['kind']);
  return new Set(records.map(({ kind = '' }) => kind));
}

async function readHistory(
  path: string,
  columns: readonly string[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  if (!existsSync(path)) return [];
  const { readRecords } = await import('@hub/demo');
  try {
    return await readRecords(createReadStream(path), columns);
  } catch (error) {
    if (error instanceof FileError) throw new Failure(`Cannot read ${path}: ${error.message}`);
    throw error;
  }
}
