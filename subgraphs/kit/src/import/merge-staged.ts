import { ConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RowKind, Tally } from '../file/import-kind.js';
import type { Images } from '../ledger/images.js';
import { ledgerTables } from '../ledger/ledger-tables.js';
import { mergeEvidence } from '../ledger/merge-evidence.js';
import { mergeRows } from './merge-rows.js';
import type { Examples } from './examples.js';
import { type ConstraintFault, refusal } from './refusal.js';
import { faultsTable, meta, staged, stagedFacts, type StagedTable } from './staged-file.js';

/** How many rows are written together. */
const sliceSize = 20_000;

/** The input of a merge of staged rows. */
export interface Merge {
  readonly em: SqlEntityManager;
  readonly kind: RowKind;
  readonly table: StagedTable;
  /** Whether the rows make claims to the ledger. */
  readonly hasFacts: boolean;
  readonly placesOn: string;
  readonly images: Images;
  readonly examples: Examples;
  /** Counts new, changed and unchanged rows. */
  readonly tally: Tally;
}

/** A range of the file's lines, including the first and the last. */
interface Slice {
  readonly from: number;
  readonly until: number;
  readonly rows: number;
}

/**
 * Merges the staged rows into the kind's table and their claims into the ledger, in slices of some thousands. Loses
 * only the rows that the database refuses. Yields the number of rows written.
 */
export async function* mergeStaged(merge: Merge): AsyncGenerator<number> {
  let written = 0;
  for (let after = 0; ;) {
    const slice = await nextSlice(merge.em, after);
    if (slice.rows === 0) return;
    // The connection keeps the triggers' plans, and plans made for the first slice assume nearly empty tables.
    await merge.em.execute('discard plans');
    await mergeSlice(merge, slice);
    written += slice.rows;
    after = slice.until;
    if (slice.rows >= sliceSize) yield written;
  }
}

async function nextSlice(em: SqlEntityManager, after: number): Promise<Slice> {
  const [slice] = await em.execute<[Slice]>(
    `select coalesce(min(line), 0) as "from", coalesce(max(line), 0) as until, count(*)::int as rows from (
       select ${meta.line} as line from ${staged} where ${meta.line} > ? order by ${meta.line} limit ${sliceSize}) s`,
    [after],
  );
  return slice;
}

/**
 * Merges a slice of rows. If the database refuses the slice, merges each half by itself, until only the refused rows
 * are lost.
 */
async function mergeSlice(merge: Merge, { from, until, rows }: Slice): Promise<void> {
  const { em, kind, tally, images, examples } = merge;
  if (rows === 0) return;
  const { added, changed, unchanged } = tally;
  const kept = images.count;
  const found = examples.all.length;
  try {
    await em.transactional((savepoint) => writeSlice({ ...merge, em: savepoint }, { from, until, rows }), {
      clear: true,
    });
  } catch (error) {
    if (!(error instanceof ConstraintViolationException)) throw error;
    Object.assign(tally, { added, changed, unchanged });
    images.resume(kept);
    examples.resume(found);
    if (rows === 1) {
      const { column, reason } = refusal(kind, error as ConstraintFault);
      await em.execute(
        `insert into ${faultsTable} select ${meta.line}, 0, ?, ? from ${staged} where ${meta.line} between ? and ?`,
        [column, reason, from, until],
      );
      return;
    }
    const halves = await em.execute<Slice[]>(
      `select min(line) as "from", max(line) as until, count(*)::int as rows from (
         select ${meta.line} as line, ntile(2) over (order by ${meta.line}) as half from ${staged}
         where ${meta.line} between ? and ?) s group by half order by half`,
      [from, until],
    );
    for (const half of halves) await mergeSlice(merge, half);
  }
}

async function writeSlice(merge: Merge, { from, until, rows }: Slice): Promise<void> {
  const { em, kind, table, hasFacts, placesOn, images, tally, examples } = merge;
  const lines = [from, until];
  const isInSlice = (alias: string) => `${alias}.${meta.line} between ? and ?`;
  const merged = await mergeRows(em, table, { lines, images, examples: examples.wanted });
  const { added, changed } = merged;
  examples.add('ADDED', merged.firstAdded);
  examples.add('CHANGED', merged.firstChanged);
  if (hasFacts) {
    const said = `select ? || ':' || s.${meta.key} as evidence from ${staged} s where ${isInSlice('s')}`;
    for (const ledger of ledgerTables) {
      const facts = `select f.evidence, ${ledger.columns.map((column) => `f.${column}`).join(', ')}
        from ${stagedFacts(ledger.name)} f join ${staged} s on s.${meta.line} = f.${meta.line} where ${isInSlice('f')} and ${isInSlice('s')}`;
      await mergeEvidence(
        em,
        ledger,
        { said, saidValues: [kind.kind, ...lines], facts, factValues: [...lines, ...lines] },
        { placesOn, images },
      );
    }
  }
  tally.added += added;
  tally.changed += changed;
  tally.unchanged += rows - added - changed;
}
