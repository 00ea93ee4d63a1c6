/** Where releases are kept, their pages, and the cells that follow from them. */
export interface CellTables {
  readonly releases: string;
  readonly pages: string;
  readonly cells: string;
  /** The releases whose pages are in an archive; undefined where none ever are. */
  readonly archived?: string;
  /** Whether they hold the releases of several organisations, each row with its `organisation`. */
  readonly isShared: boolean;
}

/** An organisation's own. */
export const ownCellTables: CellTables = {
  releases: 'release',
  pages: 'release_page',
  cells: 'release_cell',
  isShared: false,
};

/** The condition that a row is of an organisation; it takes the organisation's code as its one parameter in any case. */
export function ofOrganisation({ isShared }: CellTables, alias: string): string {
  return isShared ? `${alias}.organisation = ?` : '?::text is not null';
}
