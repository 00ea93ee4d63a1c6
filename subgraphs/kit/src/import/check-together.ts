import type { SqlEntityManager } from '@mikro-orm/sql';
import { connectionOf } from '../database/own-connection.js';
import { pagesOf } from '../database/pages-of.js';
import { keyOfTable, quoted } from '../database/table-columns.js';
import type { CheckedRow, Rejection } from '../file/check-row.js';
import type { Reading } from '../file/column.js';
import type { RowKind, TakeOut } from '../file/import-kind.js';
import { markValues } from '../file/row-values.js';
import { type Images, keyOfRow } from '../ledger/images.js';
import { recordClaims } from '../ledger/record-claims.js';
import { faultCopy, meta, staged } from './staged-file.js';

/** How many rows are checked at a time; a group of rows that belong together may make it more. */
const pageSize = 5_000;

/** The input of the checks across a file's rows. */
interface TogetherParts {
  readonly kind: RowKind;
  readonly reading: Reading;
  readonly hasLedger: boolean;
  readonly images: Images;
  /** The rows that the file removed; undefined where the file removes none. */
  readonly gone?: AsyncIterable<readonly CheckedRow[]> | undefined;
}

/**
 * Why rows do not hold together: the file has faults, which are noted, or other rows depend on rows that the file
 * removes.
 */
export type NotTogether = 'FAULTS' | { readonly refused: string };

/**
 * Checks the rows of a file together after they are written, and notes their faults. Without faults, writes their
 * claims about goals to the ledger.
 * @returns the fault; null where there is none.
 */
export async function checkTogether(
  em: SqlEntityManager,
  { kind, reading, hasLedger, images, gone }: TogetherParts,
): Promise<NotTogether | null> {
  const { check, claim } = kind.together ?? {};
  const faults = faultCopy(await connectionOf(em));
  const takeOut = takeOutOf(em, images);
  let found = 0;
  if (check) {
    for await (const rows of pagesTogether(em, kind)) {
      for (const { row, column, reason } of await check(em, rows, reading, takeOut)) {
        found += 1;
        const own = rows.find(({ line }) => line === row)?.row ?? {};
        faults.add([row, found, column, markValues(reason, own)]);
      }
    }
    await faults.end();
  }
  if (found > 0) return 'FAULTS';
  for await (const rows of gone ?? []) {
    const [fault] = (await check?.(em, rows, reading, takeOut)) ?? [];
    if (fault) return { refused: restsOnGone(fault) };
    if (claim && hasLedger) await recordClaims(em, await claim(em, rows), images);
  }
  if (claim && hasLedger) {
    for await (const rows of pagesTogether(em, kind)) await recordClaims(em, await claim(em, rows), images);
  }
  return null;
}

const restsOnGone = ({ column, reason }: Rejection) =>
  `Expected to take out only rows on which nothing rests, but without those that are not in the file: ${column}: ${reason}.`;

interface StagedRow {
  readonly line: number;
  readonly key: string;
  readonly row: CheckedRow['row'];
  readonly together: string;
}

/** Yields the rows of a file in pages. Rows with the same value in the first column of the key are in one page. */
async function* pagesTogether(
  em: SqlEntityManager,
  { key: [first = ''] }: RowKind,
): AsyncGenerator<readonly CheckedRow[]> {
  const statement = `select ${meta.line} as line, ${meta.key} as key, ${meta.row} as row, ${meta.row}->>'${first}' as together
    from ${staged} order by ${meta.row}->>'${first}', ${meta.line}`;
  let held: readonly StagedRow[] = [];
  for await (const page of pagesOf<StagedRow>(em, statement, [], pageSize)) {
    const rows = [...held, ...page];
    const last = rows.at(-1)?.together;
    const ready = rows.filter(({ together }) => together !== last);
    held = rows.filter(({ together }) => together === last);
    if (ready.length > 0) yield ready;
  }
  if (held.length > 0) yield held;
}

/** Removes rows from tables, and keeps their former values. */
function takeOutOf(em: SqlEntityManager, images: Images): TakeOut {
  return async (table, rows) => {
    const [first] = rows;
    if (!first) return;
    const key = Object.keys(first);
    const known = await keyOfTable(em, table);
    const values = JSON.stringify(rows);
    const gone = `public.${quoted(table)} t join json_populate_recordset(null::public.${quoted(table)}, ?::json) g
      on (${key.map((name) => `t.${quoted(name)}`).join(', ')}) = (${key.map((name) => `g.${quoted(name)}`).join(', ')})`;
    await images.keep(
      em,
      { relation: table, key: known, columns: [] },
      `select ${keyOfRow('t', known)} as key, to_jsonb(t) as before, null::uuid as after,
         to_jsonb(t)->>'pseudonym' as pseudonym from ${gone}`,
      [values],
    );
    await em.execute(`delete from public.${quoted(table)} d where d.ctid in (select t.ctid from ${gone})`, [values]);
  };
}
