import type { SqlEntityManager } from '@mikro-orm/sql';
import { readTables } from './found-tables.js';
import type { DefinedRecord } from './record.js';
import { tableOf } from './record-entity.js';
import { type TableFault, tableFaults } from './record-tables.js';

/** Compares the tables of records with the tables of a database; see `tableFaults`. */
export async function checkTables(
  em: SqlEntityManager,
  records: readonly DefinedRecord[],
): Promise<readonly TableFault[]> {
  const found = await readTables(
    em,
    records.flatMap(({ declaration }) => [
      tableOf(declaration),
      ...(declaration.lists ?? []).flatMap(({ view }) => view?.name ?? []),
    ]),
  );
  return tableFaults(records, found);
}
