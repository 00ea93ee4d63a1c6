import { type Columns, defineImport, type ImportKind, type RowKind, type Together } from '../file/import-kind.js';

/**
 * A kind whose rows are written like other rows; then they are checked together, and all are refused if they
 * do not fit.
 */
interface TogetherKind<Of extends Columns> extends Omit<RowKind<Of>, 'toLedger' | 'together'> {
  /** A rule across the file's rows and the existing rows; checked when all are written. */
  readonly checkTogether?: Together['check'];
  /**
   * The organisation's mapping to the ledger where it depends on other rows: the claims about goals after these rows
   * are written, by them and by rows whose meaning they change. It must itself check that the goals are known.
   */
  readonly claimTogether?: Together['claim'];
  /** The kinds of file whose records the claims concern; default: this one alone. */
  readonly claimsOf?: Together['claimsOf'];
}

/** Declares a kind of file that is taken as a whole or not at all; see `defineImport`. */
export function defineWholeImport<const Of extends Columns>(declared: TogetherKind<Of>): ImportKind {
  const { checkTogether, claimTogether, claimsOf, ...kind } = declared;
  return defineImport<Of>({ ...kind, together: { check: checkTogether, claim: claimTogether, claimsOf } });
}
