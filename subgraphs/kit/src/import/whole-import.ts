import { type Columns, defineImport, type ImportKind, type RowKind, type Together } from '../file/import-kind.js';

/** A kind whose rows are written as any others, and then hold together or are all refused. */
interface TogetherKind<Of extends Columns> extends Omit<RowKind<Of>, 'toLedger' | 'together'> {
  /** A rule across rows, those of the file and those that are there already; asked when all are written. */
  readonly checkTogether?: Together['check'];
  /**
   * The organisation's mapping to the ledger where it depends on other rows: what records say of goals now that these
   * rows are in, their own and any that the rows change the meaning of. That the goals are known it sees to itself.
   */
  readonly claimTogether?: Together['claim'];
  /** The kinds of files whose records that speaks of; this one alone unless told. */
  readonly claimsOf?: Together['claimsOf'];
}

/** Declares a kind of file that is taken as a whole or not at all; see `defineImport`. */
export function defineWholeImport<const Of extends Columns>(declared: TogetherKind<Of>): ImportKind {
  const { checkTogether, claimTogether, claimsOf, ...kind } = declared;
  return defineImport<Of>({ ...kind, together: { check: checkTogether, claim: claimTogether, claimsOf } });
}
