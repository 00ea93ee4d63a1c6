import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PseudonymKeys } from '@hub/protocol';
import { withCagedCells } from '../cage/caged-cells.js';
import { TimeSlice } from '../database/time-slice.js';
import { type CheckedRow, type Rejection, rowChecker } from '../file/check-row.js';
import type { Reading } from '../file/column.js';
import { FileError } from '../file/csv.js';
import { markValues } from '../file/row-values.js';
import type { ImportKind } from '../file/import-kind.js';
import type { RowsOfFile } from '../file/rows-of-file.js';
import { claimJudge } from '../ledger/judge-claims.js';
import type { ImportEvent } from './import-event.js';
import type { ImportNotes } from './import-notes.js';
import { PersonalGuard } from './personal-guard.js';
import { faultCopy, StagedFile } from './staged-file.js';
import { connectionOf } from '../database/own-connection.js';

/** How many rows are read between two progress events. */
const toldAfter = 2_000;

/** The most rows of a file whose kind writes its rows itself: they are all in memory. */
const mostHeld = 500_000;

/** The input of reading a file. */
interface FileParts {
  readonly kind: ImportKind;
  readonly rows: RowsOfFile;
  readonly pseudonymKeys: PseudonymKeys | undefined;
  readonly reading: Reading;
  readonly hasLedger: boolean;
  readonly notes: ImportNotes;
}

/** A file that was read to its end. */
interface ReadFile {
  /** Its rows in temporary tables; of a kind that writes them itself, in memory. */
  readonly staged: StagedFile | undefined;
  readonly rows: readonly CheckedRow[];
  /** How many rows were refused because they had no valid citizen's number. */
  readonly withoutNumber: number;
}

/** Reads a file's rows into temporary tables, and checks each row by itself. */
export async function* readRows(
  em: SqlEntityManager,
  { kind, rows, pseudonymKeys, reading, hasLedger, notes }: FileParts,
): AsyncGenerator<ImportEvent, ReadFile> {
  const rowKind = 'writeAll' in kind ? undefined : kind;
  const staging = rowKind && {
    rowKind,
    staged: await StagedFile.open(em, rowKind, hasLedger && rowKind.toLedger !== undefined),
    judge: await claimJudge(em, rowKind, { hasLedger, reading }),
  };
  const faults = faultCopy(await connectionOf(em));
  const checkRow = rowChecker(kind, { pseudonymKeys, reading, doubles: rowKind ? 'LEFT' : 'FOUND' });
  const guard = new PersonalGuard(kind);
  const held: CheckedRow[] = [];
  const slice = new TimeSlice();
  let withoutNumber = 0;
  const refuse = async (found: readonly Rejection[]): Promise<void> => {
    if (found.some(({ column }) => column === 'citizen_number')) withoutNumber += 1;
    for (const [position, { row, column, reason }] of found.entries()) faults.add([row, position, column, reason]);
    if (faults.isFull) await faults.flush();
  };
  for await (const item of withCagedCells(kind, rows.items)) {
    if (item.type === 'ignored') {
      yield item;
      continue;
    }
    notes.read += 1;
    const personal = item.type === 'broken' ? [] : guard.look(item.line, item.values);
    const row = item.type === 'broken' ? [item.rejection] : personal.length > 0 ? personal : checkRow(item);
    if (!('key' in row)) await refuse(row);
    else if (staging) {
      const facts = staging.judge(row);
      if ('reason' in facts) await refuse([{ ...facts, reason: markValues(facts.reason, row.row) }]);
      else await staging.staged.add(row, staging.rowKind.toEntity(row.row, reading), facts);
    } else {
      held.push(row);
      if (held.length > mostHeld)
        throw new FileError(`Expected at most ${mostHeld} rows of ${kind.kind} in one file, got more.`);
    }
    if (notes.read % toldAfter === 0) yield { type: 'progress', read: notes.read };
    if (slice.isOver) await slice.next();
  }
  guard.end();
  await faults.end();
  await staging?.staged.end();
  return { staged: staging?.staged, rows: held, withoutNumber };
}
