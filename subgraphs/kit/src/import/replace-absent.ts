import type { SqlEntityManager } from '@mikro-orm/sql';
import { pagesOf } from '../database/pages-of.js';
import { quoted } from '../database/table-columns.js';
import type { CheckedRow } from '../file/check-row.js';
import type { ImportKind, RowKind } from '../file/import-kind.js';
import { keyOfRow } from '../ledger/images.js';
import { ledgerTables } from '../ledger/ledger-tables.js';
import { mergeEvidence } from '../ledger/merge-evidence.js';
import { isSame } from './merge-rows.js';
import { mostExamples, mostReplaced, type Replacement } from './import-event.js';
import type { Merge } from './merge-staged.js';
import { referringRows } from './referring-rows.js';
import { meta, staged, type StagedTable } from './staged-file.js';

/** Rows `t` of the kind's table that the file lacks. */
const absentRows = (table: StagedTable) =>
  `public.${quoted(table.name)} t where not exists (select from ${staged} s where ${isSame(table)})`;

/** How many rows the kind's table has. */
export async function countRows(em: SqlEntityManager, { name }: StagedTable): Promise<number> {
  const [row] = await em.execute<[{ count: number }]>(`select count(*)::int as count from public.${quoted(name)}`);
  return row.count;
}

/** Gives examples of the rows that the file lacks. */
export async function showAbsent({ em, table, examples }: Merge, change: 'REMOVED' | 'ABSENT'): Promise<void> {
  const found = await em.execute<{ key: string }[]>(
    `select array_to_string(${keyOfRow('t', table.key)}, '/') as key from ${absentRows(table)}
     order by ${table.key.map((name) => `t.${quoted(name)}`).join(', ')} limit ${mostExamples}`,
  );
  examples.add(
    change,
    found.map(({ key }) => ({ key, row: null, columns: [] })),
  );
}

/**
 * Why the rows that the file lacks cannot be removed; null where they can.
 * @param before how many rows the table had.
 */
export async function whyNotReplaced(
  { em, table }: Merge,
  { absent, before }: { readonly absent: number; readonly before: number },
  { atMost = mostReplaced }: Replacement,
  kinds: readonly ImportKind[],
): Promise<string | null> {
  if (absent > atMost * before) {
    return `Expected a file that takes out at most ${atMost * 100} % of the ${before} rows that are there, but ${absent} are not in it. Look at the file; where it is right, allow more.`;
  }
  const referring = await referringRows(em, table.name, absentRows(table), kinds);
  const [first] = referring;
  return first
    ? `Expected rows that nothing refers to, but ${first.rows} rows of ${first.table} name some of the ${absent} that are not in the file. Take those out first.`
    : null;
}

/** The table of removed rows, for a kind with checks across rows: these checks compare the remaining rows with it. */
const gone = 'import_gone';

/** Yields pages of the removed rows, with their keys by the file's columns. */
export async function* goneRows(
  em: SqlEntityManager,
  kind: RowKind,
  { key }: StagedTable,
): AsyncGenerator<CheckedRow[]> {
  for await (const page of pagesOf<{ row: Record<string, unknown> }>(em, `select row from ${gone}`)) {
    yield page.map(({ row }) => {
      const named = Object.fromEntries(kind.key.map((name, index) => [name, row[key[index] ?? name]]));
      return { line: 0, key: Object.values(named).join('/'), row: { ...row, ...named } };
    });
  }
}

/** Removes the rows that the file lacks, and their claims in the ledger. */
export async function removeAbsent({ em, kind, table, images, placesOn, hasFacts }: Merge): Promise<void> {
  const isOfPeople = table.columns.some(({ name }) => name === 'pseudonym');
  await images.keep(
    em,
    { relation: table.name, key: table.key, columns: table.columns.map(({ name }) => name) },
    `select ${keyOfRow('t', table.key)} as key, to_jsonb(t) as before, null::uuid as after,
       ${isOfPeople ? 't.pseudonym' : 'null::text'} as pseudonym from ${absentRows(table)}`,
  );
  if (kind.together) {
    await em.execute(
      `create temporary table ${gone} on commit drop as select to_jsonb(t) as row from ${absentRows(table)}`,
    );
  }
  await em.execute(`delete from ${absentRows(table)}`);
  if (!hasFacts) return;
  for (const ledger of ledgerTables) {
    await mergeEvidence(
      em,
      ledger,
      {
        said: `select distinct l.evidence from ${ledger.name} l where starts_with(l.evidence, ? || ':')
          and not exists (select from ${staged} s where ? || ':' || s.${meta.key} = l.evidence)`,
        saidValues: [kind.kind, kind.kind],
        facts: `select evidence, ${ledger.columns.join(', ')} from ${ledger.name} where false`,
        factValues: [],
      },
      { placesOn, images },
    );
  }
}
