import type { EntitySchema } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { connectionOf } from '../database/own-connection.js';
import { pagesOf } from '../database/pages-of.js';
import { quoted } from '../database/table-columns.js';
import { doubleOf, type Rejection } from '../file/check-row.js';
import type { RowKind } from '../file/import-kind.js';
import { quote } from '../file/quote.js';
import { erasedReason } from '../people/objection.js';
import { checkConstraints } from './check-constraints.js';
import { takeOutRefused } from './take-out-refused.js';
import { faultCopy, meta, referenceColumn, staged, type StagedTable } from './staged-file.js';

/** The input of the checks of a file's staged rows. */
export interface StagedCheck {
  readonly em: SqlEntityManager;
  readonly kind: RowKind;
  readonly table: StagedTable;
}

/**
 * Refuses the staged rows that cannot be written: a duplicate key, a person whose data was erased, a name of a missing
 * row, or a broken constraint. These checks run on sets of rows. Refused rows leave the staging table.
 */
export async function checkStaged(check: StagedCheck): Promise<void> {
  const { em, kind } = check;
  await refuseRows(
    check,
    `select line, earlier from (
       select ${meta.line} as line, first_value(${meta.line}) over same as earlier, row_number() over same as turn
       from ${staged} window same as (partition by ${meta.key} collate "C" order by ${meta.line})) r where turn > 1`,
    ({ line, earlier = line }) => doubleOf(kind, line, earlier),
  );
  if (Object.values(kind.columns).some(({ secret }) => secret)) {
    await refuseRows(
      check,
      `select ${meta.line} as line from ${staged} s join objection o on o.digest = s.${meta.objection}`,
      ({ line }) => ({ row: line, column: 'citizen_number', reason: erasedReason }),
    );
  }
  const references = Object.entries(kind.references ?? {}).flatMap(([column, to]) => (to ? [{ column, to }] : []));
  for (const { column, to } of references) if (to[0] !== kind.entity) await refuseUnknown(check, column, to);
  await checkConstraints(check);
  await takeOutRefused(em);
  for (const { column, to } of references) if (to[0] === kind.entity) await refuseUnknown(check, column, to);
  await takeOutRefused(em);
}

/** A row that cannot be written. */
interface FoundRow {
  readonly line: number;
  /** The row before it with the same key. */
  readonly earlier?: number;
  /** The value that names no row. */
  readonly value?: string;
}

/** Refuses the rows that a statement finds, each with the fault that `faultOf` makes of it. */
async function refuseRows(
  { em }: StagedCheck,
  statement: string,
  faultOf: (found: FoundRow) => Rejection,
): Promise<void> {
  const faults = faultCopy(await connectionOf(em));
  let found = 0;
  for await (const page of pagesOf<FoundRow>(em, statement)) {
    found += page.length;
    for (const one of page) {
      const { row, column, reason } = faultOf(one);
      faults.add([row, 0, column, reason]);
    }
    await faults.flush();
  }
  await faults.end();
  if (found > 0) await takeOutRefused(em);
}

/**
 * Refuses the rows whose column names no row of a table. Where a kind refers to its own rows, such as agencies to their
 * parents, a row may also name one that stands before it in the file and is not refused.
 */
async function refuseUnknown(
  check: StagedCheck,
  column: string,
  [entity, property]: readonly [EntitySchema, string],
): Promise<void> {
  const { em, kind, table } = check;
  const { tableName, properties } = em.getMetadata(entity);
  const field = quoted(properties[property]?.fieldNames[0] ?? property);
  const value = referenceColumn(column);
  const isItself = entity === kind.entity && table.columns.some(({ name }) => quoted(name) === field);
  await em.execute(`create temporary table import_unknown on commit drop as
    with recursive open as (
      select s.${meta.line}, s.${value}, ${isItself ? `s.${field}::text` : 'null::text'} as own from ${staged} s
      where s.${value} is not null
        and not exists (select from public.${quoted(tableName)} r where r.${field} = s.${value})
    ), bad as (
      select ${meta.line}, ${value}, own from open o ${
        isItself
          ? `where not exists (
               select from ${staged} e where e.${field}::text = o.${value} and e.${meta.line} < o.${meta.line})`
          : ''
      }
      ${isItself ? `union select o.${meta.line}, o.${value}, o.own from open o join bad b on b.own = o.${value}` : ''}
    ) select ${meta.line} as line, ${value} as value from bad`);
  await refuseRows(check, `select line, value from import_unknown`, ({ line, value }) => ({
    row: line,
    column,
    reason: `expected a ${property} of ${tableName} that was imported before, got ${quote(kind.columns, column, value)}`,
  }));
  await em.execute(`drop table import_unknown`);
}
