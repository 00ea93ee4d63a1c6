import type { SqlEntityManager } from '@mikro-orm/sql';

let opened = 0;

/** Reads a statement's rows in pages, in the state before the first page: a cursor sees no later change. */
export async function* pagesOf<Row extends object>(
  em: SqlEntityManager,
  statement: string,
  values: readonly unknown[] = [],
  size = 5_000,
): AsyncGenerator<readonly Row[]> {
  opened += 1;
  const cursor = `page_${opened}`;
  await em.execute(`declare ${cursor} no scroll cursor for ${statement}`, [...values]);
  for (;;) {
    const rows: Row[] = await em.execute(`fetch ${size} from ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
  }
  await em.execute(`close ${cursor}`);
}
