import { columnsOfTable, keyOfTable, quoted } from '../database/table-columns.js';
import type { CheckedRow } from '../file/check-row.js';
import type { Correction, WholeKind } from '../file/import-kind.js';
import { digestOfRow, type Images, keyOfRow } from '../ledger/images.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { connectionOf } from '../database/own-connection.js';
import { faultCopy, hasFaults } from './staged-file.js';
import type { WritingParts, Written } from './write-rows.js';

/** A copy of a table before the import, and the key that finds its rows. */
interface FormerTable {
  readonly name: string;
  readonly copy: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Lets a kind write its rows itself, and finds the changes by comparing its tables with copies made before. */
export async function writeWhole(
  {
    em,
    kind,
    reading,
    hasLedger,
    images,
    notes,
    ...file
  }: WritingParts<WholeKind> & {
    readonly file: string;
    readonly demonstration: boolean;
  },
  rows: readonly CheckedRow[],
  corrected: (correction: Correction) => void,
): Promise<Written> {
  const nothing: Written = { absent: 0, removed: 0, refused: null };
  if (await hasFaults(em)) return nothing;
  const tables: FormerTable[] = [];
  for (const name of kind.tables) tables.push(await copyOf(em, name));
  const { file: name, demonstration } = file;
  const { tally } = notes;
  const writing = { hasLedger, reading, tally };
  const evidence = { isThere: false };
  const faults = await kind.writeAll(em, rows, writing, {
    name,
    demonstration,
    corrected: (correction) => {
      evidence.isThere = true;
      corrected(correction);
    },
  });
  if (faults.length > 0) {
    const copy = faultCopy(await connectionOf(em));
    for (const [position, { row, column, reason }] of faults.entries()) copy.add([row, position, column, reason]);
    await copy.end();
    return nothing;
  }
  // A correction is evidence and stays, so the file cannot be undone.
  if (evidence.isThere) await images.drop(em);
  let removed = 0;
  for (const [index, table] of tables.entries()) {
    const [counts] = await em.execute<[{ added: number; changed: number; removed: number }]>(
      `select count(*) filter (where b.${quoted(table.key[0] ?? '')} is null)::int as added,
         count(*) filter (where b.${quoted(table.key[0] ?? '')} is not null and t.${quoted(table.key[0] ?? '')} is not null)::int as changed,
         count(*) filter (where t.${quoted(table.key[0] ?? '')} is null)::int as removed ${changesOf(table)}`,
    );
    await keepChanges(em, images, table);
    if (index > 0) continue;
    removed = counts.removed;
    tally.added = Math.min(counts.added, rows.length);
    tally.changed = Math.min(counts.changed, rows.length - tally.added);
    tally.unchanged = rows.length - tally.added - tally.changed;
  }
  return { ...nothing, removed };
}

async function copyOf(em: SqlEntityManager, name: string): Promise<FormerTable> {
  const copy = `former_${name}`;
  await em.execute(`create temporary table ${quoted(copy)} on commit drop as select * from public.${quoted(name)}`);
  const columns = [...(await columnsOfTable(em, name)).keys()];
  return { name, copy, key: await keyOfTable(em, name), columns };
}

/** The rows `t` of a table and their former values `b`, where these differ. */
function changesOf({ name, copy, key, columns }: FormerTable): string {
  const same = key.map((one) => `t.${quoted(one)} = b.${quoted(one)}`).join(' and ');
  const listed = (alias: string) => columns.map((one) => `${alias}.${quoted(one)}`).join(', ');
  return `from public.${quoted(name)} t full join ${quoted(copy)} b on ${same}
    where row(${listed('t')})::text is distinct from row(${listed('b')})::text`;
}

async function keepChanges(em: SqlEntityManager, images: Images, table: FormerTable): Promise<void> {
  const { name, key, columns } = table;
  const first = quoted(key[0] ?? '');
  await images.keep(
    em,
    { relation: name, key, columns },
    `select case when t.${first} is not null then ${keyOfRow('t', key)} else ${keyOfRow('b', key)} end as key,
       case when b.${first} is not null then to_jsonb(b) end as before,
       case when t.${first} is not null then ${digestOfRow('t', columns)} end as after,
       to_jsonb(b)->>'pseudonym' as pseudonym ${changesOf(table)}`,
  );
}
