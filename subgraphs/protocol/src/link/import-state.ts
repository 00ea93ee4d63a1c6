/** How a file whose rows were read ended: wholly in, in without the rows that were rejected, or with nothing of it in. */
export type ReadImportState = 'TAKEN' | 'PARTLY_TAKEN' | 'REFUSED';

/**
 * How a file ended, by its rows: one of which every row was rejected was refused, for no part of it is in.
 * @param rows how many were read, and how many of these were rejected.
 */
export function importState({ read, rejected }: { read: number; rejected: number }): ReadImportState {
  if (rejected === 0) return 'TAKEN';
  return rejected < read ? 'PARTLY_TAKEN' : 'REFUSED';
}
