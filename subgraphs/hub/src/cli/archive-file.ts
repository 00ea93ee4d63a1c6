import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArchivedSet } from '@hub/kit/service';
import { Failure, systemReason } from './failure.js';

/** The first line of an archive: its origin. */
export interface ArchiveHead {
  readonly format: 'hub archive 1';
  readonly organisation: string;
  /** The day up to which its rows were needed. */
  readonly before: string;
  readonly madeAt: string;
}

/** The lines of one set from its endpoint: rows, and a last line that describes them. */
export type LinesOfSet = () => AsyncIterable<string>;

/**
 * Writes an archive: lines of JSON, first its head, then for each set its rows and their description. The file is on
 * disk when this returns, and its SHA-256 is beside it, in the format of `sha256sum --check`.
 * @throws Failure if the file exists, or cannot be written.
 */
export async function writeArchive(path: string, head: ArchiveHead, sets: readonly LinesOfSet[]): Promise<string> {
  const hash = createHash('sha256');
  const lines = async function* () {
    yield `${JSON.stringify(head)}\n`;
    for (const set of sets) for await (const line of set()) yield `${line}\n`;
  };
  const hashed = async function* () {
    for await (const line of lines()) {
      hash.update(line);
      yield line;
    }
  };
  try {
    await pipeline(Readable.from(hashed()), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    const digest = hash.digest('hex');
    await writeFile(`${path}.sha256`, `${digest}  ${basename(path)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    return digest;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot write ${path}: ${systemReason(error)}. Nothing was removed.`);
  }
}

/** The content of an archive that was read back from disk. */
export interface ReadArchive {
  readonly head: ArchiveHead;
  readonly sets: readonly ArchivedSet[];
}

/**
 * Reads an archive back from disk, and compares each set with its description.
 * @param digest the file's SHA-256, in hexadecimal.
 * @throws Failure if it differs from the written content.
 */
export async function readArchive(path: string, digest: string): Promise<ReadArchive> {
  await (await open(path, 'r')).close();
  const hash = createHash('sha256');
  let [head, rows, ofRows]: [ArchiveHead | undefined, number, ReturnType<typeof createHash>] = [
    undefined,
    0,
    createHash('sha256'),
  ];
  const sets: ArchivedSet[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    hash.update(`${line}\n`);
    if (!head) {
      head = JSON.parse(line) as ArchiveHead;
      continue;
    }
    const said = endIn(line);
    if (!said) {
      ofRows.update(`${line}\n`);
      rows += 1;
      continue;
    }
    if (said.rows !== rows || said.digest !== ofRows.digest('base64url')) throw otherwise(path, said.set);
    sets.push(said);
    [rows, ofRows] = [0, createHash('sha256')];
  }
  if (!head || rows > 0 || hash.digest('hex') !== digest) throw otherwise(path, 'the whole');
  return { head, sets };
}

/** The description in a set's last line; undefined for a row. */
function endIn(line: string): ArchivedSet | undefined {
  if (!line.startsWith('{"set":')) return undefined;
  const { set, rows, digest, ...more } = JSON.parse(line) as ArchivedSet;
  return typeof set === 'string' && Object.keys(more).length === 0 ? { set, rows, digest } : undefined;
}

function otherwise(path: string, what: string): Failure {
  return new Failure(`${path} is not on disk as it was written (${what}). Nothing was removed: write another archive.`);
}
