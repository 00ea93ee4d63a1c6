import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ClaimingRecord, recordClaims } from '../ledger/record-claims.js';
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
  /**
   * The organisation's mapping to the ledger where it depends on other rows: what records say of goals now that these
   * rows are in, their own and any that the rows change the meaning of. That the goals are known it sees to itself.
   */
  readonly claimTogether?: (em: SqlEntityManager, rows: readonly CheckedRow[]) => Promise<readonly ClaimingRecord[]>;
}

/** Declares a kind of file that is taken as a whole or not at all; see `defineImport`. */
export function defineWholeImport<const Of extends Columns>(declared: TogetherKind<Of>): ImportKind {
  const rowKind = declared as unknown as RowKind;
  const { kind, description, columns, key, check } = rowKind;
  return defineImport({
    ...{ kind, description, columns, key },
    ...(check && { check }),
    writeAll: async (em, rows, { hasLedger, ...writing }) => {
      const rejections: Rejection[] = [];
      for (let from = 0; from < rows.length; from += batchSize) {
        const batch = rows.slice(from, from + batchSize);
        rejections.push(...(await writeBatch(em, rowKind, batch, { ...writing, hasLedger: false })));
      }
      if (rejections.length === 0)
        rejections.push(...((await declared.checkTogether?.(em, rows, writing.reading)) ?? []));
      if (rejections.length === 0 && hasLedger)
        await recordClaims(em, (await declared.claimTogether?.(em, rows)) ?? []);
      return rejections;
    },
  });
}
