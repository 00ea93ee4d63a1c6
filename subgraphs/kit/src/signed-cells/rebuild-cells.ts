import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ReleaseHeader, verifyPage } from '@hub/protocol';
import { applyCells } from './apply-cells.js';
import { type CellTables, ofOrganisation } from './cell-tables.js';

/**
 * Rebuilds an organisation's cells from its signed releases, in one transaction.
 * @param headers all releases from a full one on, verified; cells of earlier releases alone stay. Empty where it has no
 * release.
 * @throws ReleaseFault where a page is not the signed one; then no cell changes.
 */
export function rebuildCells(
  em: SqlEntityManager,
  tables: CellTables,
  organisation: string,
  headers: readonly ReleaseHeader[],
): Promise<void> {
  const number = headers[0]?.number ?? 1;
  return em.transactional(async (one) => {
    // No release is stored or made meanwhile.
    await one.execute(`lock table ${tables.cells} in share row exclusive mode`);
    const isOf = ofOrganisation(tables, 'r');
    await one.execute(`delete from ${tables.cells} r where ${isOf} and r.from_number >= ?`, [organisation, number]);
    await one.execute(
      `update ${tables.cells} r set until_number = ?
       where ${isOf} and (r.until_number is null or r.until_number > ?)`,
      [number, organisation, number],
    );
    for (const header of headers) {
      const pages: { content: string }[] = await one.execute(
        `select t.content from ${tables.pages} t where ${ofOrganisation(tables, 't')} and t.number = ? order by t.position`,
        [organisation, header.number],
      );
      const cells = header.pages.flatMap((entry, index) => verifyPage(pages[index]?.content ?? '', entry));
      await applyCells(one, tables, header, cells);
    }
  });
}
