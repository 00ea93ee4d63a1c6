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
 * The files in an organisation's `demo/` that are not imported: its past releases, movement's past publications, the
 * intended rejections, and the published files to leave out.
 */
export const historyFiles: readonly string[] = [releasesFile, publicationsFile, rejectionsFile, replacementsFile];

/** A release of the demonstration, and the imports before it. */
export interface PastRelease {
  readonly ask: DemonstrationAsk;
  /** The folder of files to import before it: corrections of released data; null if there are none. */
  readonly files: string | null;
}

/** A publication of the demonstration: its period, its day, and its note. */
export interface PastPublication {
  readonly period: string;
  readonly madeOn: string;
  readonly note?: string;
}

/**
 * Reads the past releases of an organisation's demonstration, in order: the last complete day, the day of the
 * release, the note, and the folder of further files; or the release that it withdrew, with the note as the reason.
 * @param folder the organisation's `demo/`.
 * @returns none if there is no such file.
 * @throws Failure if the file is not as expected.
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
 * Reads the demonstration's publications, in order.
 * @param folder movement's `demo/`.
 * @returns none if there is no such file.
 * @throws Failure if the file is not as expected.
 */
export async function pastPublications(folder: string): Promise<PastPublication[]> {
  const records = await readHistory(join(folder, publicationsFile), ['period', 'made_on', 'note']);
  return records.map(({ period = '', made_on: madeOn = '', note }) => ({ period, madeOn, ...(note && { note }) }));
}

/**
 * Reads how many rows of each kind's file are to be rejected, as happens with real files.
 * @param folder the organisation's `demo/`.
 * @returns none if there is no such file.
 * @throws Failure if the file is not as expected.
 */
export async function intendedRejections(folder: string): Promise<ReadonlyMap<string, number>> {
  const records = await readHistory(join(folder, rejectionsFile), ['kind', 'rows']);
  return new Map(records.map(({ kind = '', rows }) => [kind, Number(rows)]));
}

/**
 * Reads the kinds whose published files are left out of a demonstration: their real numbers would be added to made-up
 * ones without any mark.
 * @param folder the organisation's `demo/`.
 * @returns none if there is no such file.
 * @throws Failure if the file is not as expected.
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
