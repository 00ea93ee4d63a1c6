import { createHash, type Hash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { pseudonymKeysInForce } from '../database/pseudonym-versions.js';
import { type CountTable, recountGoals } from '../ledger/counted-goals.js';
import type { PseudonymKeys } from '../ledger/pseudonym.js';
import { lockPeople } from '../people/objection.js';
import { readPlaces } from '../places/store-places.js';
import { type CheckedRow, type Rejection, rowChecker } from './check-row.js';
import { FileError, readCsv } from './csv.js';
import type { Correction, ImportKind } from './import-kind.js';
import { batchSize, writeBatch } from './write-batch.js';
import { ImportNotes, type RefusedState } from './import-notes.js';

export type { Rejection };

/** What an import says while it runs, in this order; the last is `done`. */
export type ImportEvent =
  | { readonly type: 'progress'; readonly read: number }
  | ({ readonly type: 'rejected' } & Rejection)
  | { readonly type: 'ignored'; readonly columns: readonly string[] }
  | ({ readonly type: 'corrected' } & Correction)
  | { readonly type: 'done'; readonly read: number; readonly written: number; readonly rejected: number };

export interface ImportOptions {
  readonly kind: ImportKind;
  /** The file's name, for the record. */
  readonly file: string;
  /** Whether what it holds is made up. */
  readonly demonstration: boolean;
  readonly content: AsyncIterable<Uint8Array>;
  /** The province's: what was done was done by then. */
  readonly today: string;
  /** The day on which the file's codes of places are read; today unless given. */
  readonly placesOn?: string | undefined;
  /** The last day of which the file is complete, where that is said: releases are complete through the newest such day. */
  readonly completeThrough?: string | undefined;
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
  /** Needed for kinds with a citizen's number. */
  readonly pseudonymKeys: PseudonymKeys | undefined;
  /** Whether this organisation keeps a ledger. */
  readonly hasLedger: boolean;
  /** The table that its ledger is counted from, where it has counts only. */
  readonly counts?: CountTable | undefined;
}

/**
 * Imports one file in one transaction: either all of its good rows are in, or (on a broken file or a
 * fault) none. Bad rows are reported one by one; they hold up the others only of a kind that comes in whole.
 * @throws FileError when the file as a whole cannot be read as this kind; WrongKey where people were counted under
 * other pseudonym keys.
 */
export async function* importFile(em: SqlEntityManager, options: ImportOptions): AsyncGenerator<ImportEvent> {
  const { kind, hasLedger, counts, file, demonstration, completeThrough } = options;
  // Only of kinds with people is the key needed, and objections are.
  const isOfPeople = hasLedger && 'citizen_number' in kind.columns;
  const { today, rootPlace, placesOn = today } = options;
  const isWhole = 'writeAll' in kind;
  const digest = createHash('sha256');
  const notes = new ImportNotes({ kind: kind.kind, file, demonstration });
  let refusedAs: RefusedState | undefined = 'FAILED';
  let withoutNumber = 0;
  let batch: CheckedRow[] = [];
  // A batch is written while the next one is read: PostgreSQL works on one, this process on the other.
  let written: Promise<readonly Rejection[]> = Promise.resolve([]);
  const corrections: Correction[] = [];
  const rejection = (one: Rejection): ImportEvent => {
    notes.reject(one);
    return { type: 'rejected', ...one };
  };

  await em.begin();
  try {
    if (isOfPeople) await lockPeople(em);
    const { pseudonymKeys: given } = options;
    const pseudonymKeys = isOfPeople && given ? await pseudonymKeysInForce(em, given) : given;
    const reading = { today, placesOn, rootPlace, places: await readPlaces(em) };
    const writing = { hasLedger, reading, tally: notes.tally };
    const asWhole = { name: file, demonstration, corrected: (one: Correction) => void corrections.push(one) };
    const checkRow = rowChecker(kind, { pseudonymKeys, reading });
    for await (const item of readCsv(hashed(options.content, digest), Object.keys(kind.columns))) {
      if (item.type === 'ignored') {
        yield item;
        continue;
      }
      notes.read += 1;
      const outcome = item.type === 'broken' ? item.rejection : checkRow(item);
      if ('reason' in outcome) {
        if (outcome.column === 'citizen_number') withoutNumber += 1;
        yield rejection(outcome);
      } else batch.push(outcome);
      if (isWhole || batch.length < batchSize) continue;
      const refused = await written;
      written = writeBatch(em, kind, batch, writing);
      // What it fails with is heard where it is awaited.
      written.catch(() => undefined);
      batch = [];
      for (const one of refused) yield rejection(one);
      yield { type: 'progress', read: notes.read };
    }
    for (const one of await written) yield rejection(one);
    if (!isWhole) for (const one of await writeBatch(em, kind, batch, writing)) yield rejection(one);
    else if (notes.rejected === 0)
      for (const one of await kind.writeAll(em, batch, writing, asWhole)) yield rejection(one);
    if (isWhole && notes.rejected > 0) refusedAs = 'REFUSED';
    else {
      if (counts) await recountGoals(em, counts);
      await notes.taken(em, { sha256: digest.digest('hex'), completeThrough, withoutNumber });
      await em.commit();
      refusedAs = undefined;
    }
  } catch (error) {
    if (error instanceof FileError) {
      refusedAs = 'REFUSED';
      notes.refuse(error.message);
    }
    throw error;
  } finally {
    await written.catch(() => undefined);
    // Faults, or a reader that stopped listening: nothing of the file stays.
    if (em.isInTransaction()) await em.rollback();
    // A database that takes no note has a fault of its own, which is told.
    if (refusedAs) await notes.refused(em, refusedAs).catch(() => undefined);
  }
  const { read, rejected } = notes;
  if (!refusedAs) for (const one of corrections) yield { type: 'corrected', ...one };
  yield { type: 'done', read, written: refusedAs ? 0 : notes.written, rejected };
}

async function* hashed(content: AsyncIterable<Uint8Array>, digest: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    digest.update(chunk);
    yield chunk;
  }
}
