/** The tables of releases, their pages, and the cells derived from them. */
export interface CellTables {
  readonly releases: string;
  readonly pages: string;
  readonly cells: string;
  /** The table of releases with archived pages; undefined where pages are never archived. */
  readonly archived?: string;
  /** Whether they contain the releases of several organisations, each row with its `organisation`. */
  readonly isShared: boolean;
}

/** The tables of an organisation's own releases. */
export const ownCellTables: CellTables = {
  releases: 'release',
  pages: 'release_page',
  cells: 'release_cell',
  isShared: false,
};

/** The condition that a row belongs to an organisation; its one parameter is always the organisation's code. */
export function ofOrganisation({ isShared }: CellTables, alias: string): string {
  return isShared ? `${alias}.organisation = ?` : '?::text is not null';
}
