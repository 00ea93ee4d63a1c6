import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Cell, isEmptyCell as isEmpty, type ReleaseHeader } from '@hub/protocol';
import { type CellTables, ofOrganisation } from './cell-tables.js';

const incoming = `json_to_recordset(?::json) as n(g text, c text, f date, m text, p int, a int, o int)`;
const isSameCell = '(n.g, n.c, n.f, n.m) = (r.goal_code, r.place_code, r.place_from, r.month)';
const isSameFigure = '(n.p, n.a, n.o) = (r.people, r.at_most, r.occurrences)';
const asRow = ([g, c, f, m, p, a, o]: Cell) => ({ g, c, f, m, p, a, o });

/** Replaces stored cells with a release's cells; a full release ends all others. */
export async function applyCells(
  em: SqlEntityManager,
  tables: CellTables,
  { organisation, number, kind }: Pick<ReleaseHeader, 'organisation' | 'number' | 'kind'>,
  cells: readonly Cell[],
): Promise<void> {
  const said = JSON.stringify(cells.map(asRow));
  const isOf = ofOrganisation(tables, 'r');
  const isOver =
    kind === 'FULL'
      ? `not exists (select from ${incoming} where ${isSameCell} and ${isSameFigure})`
      : `exists (select from ${incoming} where ${isSameCell} and not (${isSameFigure}))`;
  await em.execute(
    `update ${tables.cells} r set until_number = ? where ${isOf} and r.until_number is null and ${isOver}`,
    [number, organisation, said],
  );
  const kept = JSON.stringify(cells.filter((cell) => !isEmpty(cell)).map(asRow));
  await em.execute(
    `insert into ${tables.cells}
       (${tables.isShared ? 'organisation, ' : ''}goal_code, place_code, place_from, month, from_number, people, at_most, occurrences)
     select ${tables.isShared ? '?, ' : ''}n.g, n.c, n.f, n.m, ?, n.p, n.a, n.o from ${incoming}
     where not exists (
       select from ${tables.cells} r where ${isOf} and r.until_number is null and ${isSameCell})`,
    [...(tables.isShared ? [organisation] : []), number, kept, organisation],
  );
}
