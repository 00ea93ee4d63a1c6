import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckedRow, Rejection } from './check-row.js';
import type { Reading } from './column.js';
import { type Columns, defineImport, type ImportKind, type RowKind } from './import-kind.js';
import { batchSize, writeBatch } from './write-batch.js';

/** A kind whose rows are written as any others, and then hold together or are all refused. */
interface TogetherKind<Of extends Columns> extends Omit<RowKind<Of>, 'toLedger'> {
  /** A rule across rows, those of the file and those that are there already; asked when all are written. */
  readonly checkTogether?: (
    em: SqlEntityManager,
    rows: readonly CheckedRow[],
    reading: Reading,
  ) => Promise<Rejection[]>;
}

/** Declares a kind of file that is taken as a whole or not at all; see `defineImport`. */
export function defineWholeImport<const Of extends Columns>(declared: TogetherKind<Of>): ImportKind {
  const rowKind = declared as unknown as RowKind;
  const { kind, description, columns, key, check } = rowKind;
  return defineImport({
    ...{ kind, description, columns, key },
    ...(check && { check }),
    writeAll: async (em, rows, { reading }) => {
      const writing = { hasLedger: false, pseudonymKey: undefined, reading };
      const rejections: Rejection[] = [];
      for (let from = 0; from < rows.length; from += batchSize)
        rejections.push(...(await writeBatch(em, rowKind, rows.slice(from, from + batchSize), writing)));
      return rejections.length > 0 ? rejections : ((await declared.checkTogether?.(em, rows, reading)) ?? []);
    },
  });
}
