import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Reading } from '../file/column.js';
import type { ImportKind, RowKind } from '../file/import-kind.js';
import type { Images } from '../ledger/images.js';
import { checkStaged } from './check-staged.js';
import { checkTogether } from './check-together.js';
import type { Examples } from './examples.js';
import type { ImportEvent, ImportMode, Replacement } from './import-event.js';
import type { ImportNotes } from './import-notes.js';
import { type Merge, mergeStaged } from './merge-staged.js';
import { countRows, goneRows, removeAbsent, showAbsent, whyNotReplaced } from './replace-absent.js';
import { hasFaults, type StagedFile } from './staged-file.js';

/** The input of writing rows. */
export interface WritingParts<Kind extends ImportKind = RowKind> {
  readonly em: SqlEntityManager;
  readonly kind: Kind;
  readonly reading: Reading;
  readonly hasLedger: boolean;
  readonly images: Images;
  readonly examples: Examples;
  readonly notes: ImportNotes;
  readonly mode?: ImportMode | undefined;
  readonly replace?: Replacement | undefined;
  readonly kinds?: readonly ImportKind[] | undefined;
}

/** The result of writing, apart from the examples and the tally. */
export interface Written {
  readonly absent: number;
  readonly removed: number;
  /** Why the file as a whole is refused. */
  readonly refused: string | null;
}

/** Checks the staged rows of a file and merges the correct ones; yields its progress. */
export async function* writeRows(
  { em, kind, reading, hasLedger, images, examples, notes, replace, mode, kinds = [] }: WritingParts,
  file: StagedFile | undefined,
): AsyncGenerator<ImportEvent, Written> {
  if (!file) throw new Error('Expected the rows to be staged.');
  const table = await file.table();
  await checkStaged({ em, kind, table });
  const nothing: Written = { absent: 0, removed: 0, refused: null };
  if (kind.together && (await hasFaults(em))) return nothing;
  const claims = kind.toLedger !== undefined || kind.together?.claim !== undefined;
  const { placesOn } = reading;
  const parts = { em, kind, table, placesOn, images, examples, tally: notes.tally };
  const merge: Merge = { ...parts, hasFacts: hasLedger && kind.toLedger !== undefined };
  const before = await countRows(em, table);
  for await (const written of mergeStaged(merge)) yield { type: 'progress', read: notes.read, written };
  if (kind.together && (await hasFaults(em))) return nothing;
  const absent = before - notes.tally.changed - notes.tally.unchanged;
  if (absent > 0 && (replace || mode === 'CHECK')) await showAbsent(merge, replace ? 'REMOVED' : 'ABSENT');
  const refused = replace ? await whyNotReplaced(merge, { absent, before }, replace, kinds) : null;
  const isReplaced = replace !== undefined && refused === null;
  if (isReplaced) await removeAbsent({ ...merge, hasFacts: hasLedger && claims });
  if (kind.together && refused === null) {
    const gone = isReplaced ? goneRows(em, kind, table) : undefined;
    const held = await checkTogether(em, { kind, reading, hasLedger, images, gone });
    if (held !== null) return { ...nothing, refused: held === 'FAULTS' ? null : held.refused };
  }
  return { absent, removed: isReplaced ? absent : 0, refused };
}
