/** How a file with readable rows ended: imported whole, imported without the rejected rows, or not imported. */
export type ReadImportState = 'TAKEN' | 'PARTLY_TAKEN' | 'REFUSED';

/**
 * How a file ended, by its rows: it was refused where every row was rejected.
 * @param rows how many were read, and how many of these were rejected.
 */
export function importState({ read, rejected }: { read: number; rejected: number }): ReadImportState {
  if (rejected === 0) return 'TAKEN';
  return rejected < read ? 'PARTLY_TAKEN' : 'REFUSED';
}
