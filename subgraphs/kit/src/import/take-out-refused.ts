import type { SqlEntityManager } from '@mikro-orm/sql';
import { faultsTable, meta, staged } from './staged-file.js';

/** Removes the rows with faults from the staged rows. */
export async function takeOutRefused(em: SqlEntityManager): Promise<void> {
  await em.execute(`delete from ${staged} s using ${faultsTable} f where f.line = s.${meta.line}`);
}
