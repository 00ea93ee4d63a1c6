import type { SqlEntityManager } from '@mikro-orm/sql';
import { withOwnLimits, workOnSets } from '../database/own-connection.js';
import { pagesOf } from '../database/pages-of.js';
import { pseudonymKeysInForce } from '../database/pseudonym-versions.js';
import { recountGoals } from '../ledger/counted-goals.js';
import { dropOldImages, Images, keepsPeopleIn } from '../ledger/images.js';
import { beginCells, keepNewCells } from '../ledger/merge-evidence.js';
import { lockPeople } from '../people/objection.js';
import { readPlaces } from '../places/store-places.js';
import type { Rejection } from '../file/check-row.js';
import { FileError } from '../file/csv.js';
import { type Correction, isTakenWhole } from '../file/import-kind.js';
import { shownText } from '../file/row-values.js';
import { Examples } from './examples.js';
import type { ImportEvent, ImportOptions, ImportOutcome } from './import-event.js';
import { ImportNotes, type RefusedState } from './import-notes.js';
import { isNoted, nextRun } from './import-run.js';
import { readRows } from './read-rows.js';
import { faultsTable, openFaults } from './staged-file.js';
import { expectSamePeople, refuseSameFile } from './taken-meanwhile.js';
import { writeRows } from './write-rows.js';
import { writeWhole } from './write-whole.js';

export type { Rejection };
export type { ImportEvent, ImportOptions } from './import-event.js';

/**
 * Imports one file in one transaction: it writes all correct rows or, if the file is broken or the import fails, none.
 * It first reads the rows into a temporary table without a lock. Then, one import at a time, it checks and merges them
 * as sets; readers see all changes at once. Faults are reported in the file's order. A faulty row prevents the others
 * only for a kind that is taken whole, and where rows are to be replaced.
 * @throws FileError when the file as a whole cannot be read as this kind or may not replace rows; WrongKey where
 * existing people were pseudonymised with other keys.
 */
export async function* importFile(em: SqlEntityManager, options: ImportOptions): AsyncGenerator<ImportEvent> {
  const { kind, rows: given, hasLedger, counts, completeThrough, mode = 'IMPORT', replace, beside } = options;
  const { today, rootPlace, placesOn = today } = options;
  // Only kinds with people need the key and the objections.
  const isOfPeople = hasLedger && 'citizen_number' in kind.columns;
  const isWhole = isTakenWhole(kind);
  const notes = new ImportNotes(options);
  const corrections: Correction[] = [];
  let refusedAs: RefusedState | undefined = 'FAILED';
  let outcome: ImportOutcome | undefined;

  await em.begin();
  try {
    await withOwnLimits(em);
    await workOnSets(em);
    if (replace && 'writeAll' in kind)
      throw new FileError(`Expected no replacing with ${kind.kind}: ${kind.replacesNothing}.`);
    if (beside && !(await beside.begin(em))) {
      refusedAs = undefined;
      return;
    }
    // For such a kind, existing rows decide what a file or a typed row means, so imports of the kind run one after
    // another.
    if ('writeAll' in kind)
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('import of ' || ?, 0))`, [kind.kind]);
    const rows = typeof given === 'function' ? await given(em) : given;
    const { pseudonymKeys: keys } = options;
    const pseudonymKeys = isOfPeople && keys ? await pseudonymKeysInForce(em, keys) : keys;
    const reading = { today, placesOn, rootPlace, places: await readPlaces(em) };
    await openFaults(em);
    const file = yield* readRows(em, { kind, rows, pseudonymKeys, reading, hasLedger, notes });

    // From here on, imports, erasures and key rotations run one at a time.
    await lockPeople(em);
    await em.execute(`select pg_advisory_xact_lock(hashtext('ledger'))`);
    if (isOfPeople && keys && pseudonymKeys) await expectSamePeople(em, keys, pseudonymKeys);
    const sha256 = rows.sha256();
    if (mode === 'IMPORT') await refuseSameFile(em, notes, sha256);
    const run = await nextRun(em);
    await dropOldImages(em);
    // An organisation without people has no keys, whether it has counts or records.
    const images = new Images(run, await keepsPeopleIn(em));
    if (hasLedger) await beginCells(em);
    const examples = new Examples();
    const parts = { ...options, em, reading, images, examples, notes };
    const written =
      'writeAll' in kind
        ? await writeWhole({ ...parts, kind }, file.rows, (one) => void corrections.push(one))
        : yield* writeRows({ ...parts, kind }, file.staged);

    notes.rejected = await rejectedRows(em);
    yield* rejections(em, notes);
    const isRefused = isWhole && notes.rejected > 0;
    const refused = written.refused ?? (replace && notes.rejected > 0 ? rejectedBeside(notes.rejected) : null);
    if (refused !== null && mode === 'IMPORT') throw new FileError(refused);
    if (!isRefused) {
      if (counts) await recountGoals(em, counts);
      if (hasLedger) await keepNewCells(em, images);
    }
    const { read, rejected, tally } = notes;
    const nothing = { written: 0, added: 0, changed: 0, unchanged: 0 };
    outcome = {
      ...{ read, rejected, ...(isRefused ? nothing : { written: notes.written, ...tally }) },
      ...{ absent: written.absent, removed: written.removed, examples: isRefused ? [] : examples.all, refused },
    };
    if (isRefused) refusedAs = 'REFUSED';
    else if (mode === 'IMPORT') {
      const { withoutNumber } = file;
      const saysNothing = rejected + outcome.added + outcome.changed + outcome.removed + corrections.length === 0;
      const repeated = { kind: kind.kind, file: options.file, sha256, completeThrough };
      const isRepeated = options.isRepeated === true && saysNothing && (await isNoted(em, repeated));
      const taken = { run, sha256, completeThrough, withoutNumber, removed: written.removed, images: images.kept };
      if (!isRepeated) await notes.taken(em, taken);
      const done = { type: 'done' as const, mode, run: isRepeated ? null : run, ...outcome };
      await beside?.end(em, done);
      await em.commit();
      refusedAs = undefined;
      yield* corrections.map((one) => ({ type: 'corrected' as const, ...one }));
      yield done;
      return;
    } else refusedAs = undefined;
  } catch (error) {
    if (error instanceof FileError) {
      refusedAs = 'REFUSED';
      notes.refuse(error.kept);
    }
    throw error;
  } finally {
    // After faults, a dry run, or a reader that stopped, no row of the file stays. A lost connection cannot roll back;
    // the server has already done it.
    if (em.isInTransaction()) await em.rollback().catch(() => undefined);
    // If the database cannot write the note, the caller still gets the import's own fault.
    if (refusedAs && mode === 'IMPORT') await notes.refused(em.fork(), refusedAs).catch(() => undefined);
  }
  yield { type: 'done', mode, run: null, ...outcome };
}

const rejectedBeside = (rejected: number) =>
  `Expected every row to be right before others are taken out, but ${rejected} were rejected. Correct them, and hand over the whole file again.`;

async function rejectedRows(em: SqlEntityManager): Promise<number> {
  const [row] = await em.execute<[{ count: number }]>(`select count(distinct line)::int as count from ${faultsTable}`);
  return row.count;
}

/** Yields the faults of rows in the order of the file. */
async function* rejections(em: SqlEntityManager, notes: ImportNotes): AsyncGenerator<ImportEvent> {
  if (notes.rejected === 0) return;
  const statement = `select line as row, column_name as "column", reason from ${faultsTable} order by line, position`;
  for await (const page of pagesOf<Rejection>(em, statement)) {
    for (const fault of page) {
      notes.keep(fault);
      yield { type: 'rejected', ...fault, reason: shownText(fault.reason) };
    }
  }
}
