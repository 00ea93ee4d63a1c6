import type { CellTables } from '@hub/kit/service';

/** Where the register keeps organisations' releases. */
export const registerTables: CellTables = {
  releases: 'taken_release',
  pages: 'taken_page',
  cells: 'register_cell',
  archived: 'archived_release',
  isShared: true,
};
