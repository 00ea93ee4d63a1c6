import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { digestOf, zeroPublished } from '@hub/protocol';
import { inTurns } from '../database/in-turns.js';
import { executeBound } from '../database/own-connection.js';
import { pagesOf } from '../database/pages-of.js';
import {
  type CountBound,
  type CountKey,
  type PartsOfTotal,
  type PeopleTable,
  provinceDaySetting,
  type TrueCount,
} from './people-table.js';
import { changesOfTables } from './watched-tables.js';
import { type CountsPublished, type CountsToPublish, publishing } from './publish-counts.js';

/** The table of all decided counts, until the transaction ends. */
export const decidedCounts = 'decided_count';

/** The table of the counts that this transaction decided; `told` where the values say more than "few or none". */
export const decidedAnew = 'decided_anew';

/**
 * How many counts are read, decided and written at a time; of a table whose counts depend on one another, the counts of
 * one month.
 */
const sliceSize = 2_000;

/** A row as a statement selects it: without a place, it belongs to the root place. */
type RowOf<Row extends CountKey> = Omit<Row, 'place'> & { readonly place: string | null };

/** The decisions on an organisation's tables. */
export interface Decided {
  /** Of each measure, the digest of the decision's inputs, except the tables behind the counts. */
  readonly by: ReadonlyMap<string, string>;
  /** The measures that were decided in this transaction; the decisions on the others are published already. */
  readonly anew: readonly string[];
}

/**
 * Decides the published values of all counts of an organisation's tables, in a transaction, and writes them to
 * `decidedCounts`. Counts that have not changed since the newest release keep their values. It holds a slice of one
 * table in memory, and writes to no other table.
 * @param today the province's day, which statements read as `provinceDay`.
 */
export async function decideCounts(
  em: SqlEntityManager,
  tables: readonly PeopleTable[],
  rootPlace: string,
  today: string,
): Promise<Decided> {
  await em.execute(`select set_config('${provinceDaySetting}', ?, true)`, [today]);
  await em.execute(
    `create temporary table ${decidedAnew} (measure text, subject text, place text, month text, people int, at_most int, told boolean)
     on commit drop`,
  );
  const by = new Map<string, string>();
  const anew: string[] = [];
  const kept: string[] = [];
  const changes = await changesOfTables(em);
  const before = await decidedBefore(em);
  for (const table of tables) {
    const { measures } = table;
    const digest = await digestOfTable(em, table, [rootPlace, today]);
    for (const measure of measures) by.set(measure, digest);
    if (measures.every((measure) => before.get(measure) === digest) && !(await changes.concern(table))) {
      kept.push(...measures);
      continue;
    }
    anew.push(...measures);
    await decideTable(em, table, rootPlace);
  }
  await em.execute(`alter table ${decidedAnew} add primary key (measure, place, subject, month)`);
  await em.execute(`analyze ${decidedAnew}`);
  const columns = 'measure, subject, place, month, people, at_most';
  const isKept = `where measure in (${["''", ...kept.map((measure) => `'${measure.replaceAll("'", "''")}'`)].join(', ')})`;
  await em.execute(
    `create temporary view ${decidedCounts} as select ${columns} from ${decidedAnew}
     union all select ${columns} from published_count ${isKept}
     union all select ${columns} from untold_count ${isKept}`,
  );
  return { by, anew };
}

/** Another program may decide differently, so only the same program reuses its decisions. */
const program = randomUUID();

/** The digest of every input of a table's published values, except the tables behind the counts. */
async function digestOfTable(
  em: SqlEntityManager,
  { measures, counts, parts, bounds }: PeopleTable,
  [rootPlace, today]: readonly [string, string],
): Promise<string> {
  const isOfDay = (statement: string | undefined) => statement?.includes(provinceDaySetting) ?? false;
  const ofDay: unknown[] = isOfDay(counts) ? [today] : [];
  // The number of communes in force seldom changes from one day to the next.
  for (const statement of [parts, bounds]) {
    if (statement !== undefined && isOfDay(statement))
      ofDay.push(await em.execute(`select * from (${statement}) s order by s`));
  }
  return digestOf(JSON.stringify([program, rootPlace, measures, counts, parts, bounds, ofDay]));
}

/** The digests of the decisions on the published measures. */
async function decidedBefore(em: SqlEntityManager): Promise<ReadonlyMap<string, string | null>> {
  const rows = await em.execute<{ measure: string; by: string | null }[]>(
    `select measure, decided_by as by from published_measure`,
  );
  return new Map(rows.map(({ measure, by }) => [measure, by]));
}

async function decideTable(em: SqlEntityManager, table: PeopleTable, rootPlace: string): Promise<void> {
  const { measures, counts, parts, bounds, totalsOf, nested, allOf, rising } = table;
  const placed = <Row extends CountKey>(rows: readonly RowOf<Row>[]): Row[] =>
    rows.map((row) => ({ ...row, place: row.place ?? rootPlace }) as Row);
  const read = async <Row extends CountKey>(statement: string | undefined) =>
    Map.groupBy(statement === undefined ? [] : placed(await em.execute<RowOf<Row>[]>(statement)), ({ month }) => month);
  const [partsIn, boundsIn] = [await read<PartsOfTotal>(parts), await read<CountBound>(bounds)];
  const together = totalsOf ?? nested ?? allOf ?? parts ?? bounds;
  const structure = {
    ...(totalsOf && { totalsOf: inOneMonth(totalsOf) }),
    ...(nested && { nested }),
    ...(allOf && { allOf }),
    ...(rising && { rising }),
  };
  const decide = async (month: string | undefined, slice: readonly TrueCount[]) => {
    const ofMonth = <Row>(rows: ReadonlyMap<string, readonly Row[]>) =>
      month === undefined ? [] : (rows.get(month) ?? []);
    const said = { rootPlace, counts: slice, parts: ofMonth(partsIn), bounds: ofMonth(boundsIn) };
    await write(em, await inTurns(publishing({ ...structure, ...said })));
    if (month !== undefined) for (const rows of [partsIn, boundsIn]) rows.delete(month);
  };
  let open: TrueCount[] = [];
  const order = together === undefined ? '' : 'order by month collate "C"';
  for await (const page of pagesOf<RowOf<TrueCount>>(em, `select * from (${counts}) c ${order}`, [], sliceSize)) {
    const rows = declared(placed<TrueCount>(page), measures);
    if (together === undefined) {
      await decide(undefined, rows);
      continue;
    }
    for (const row of rows) {
      const before = open[0];
      if (before && before.month !== row.month) {
        await decide(before.month, open);
        open = [];
      }
      open.push(row);
    }
  }
  const last = open[0];
  if (last) await decide(last.month, open);
  // Empty counts that another number limits.
  for (const month of new Set([...partsIn.keys(), ...boundsIn.keys()])) await decide(month, []);
}

/** @throws Error where a total and its part have different months: months are decided one by one. */
function inOneMonth(totalsOf: NonNullable<CountsToPublish['totalsOf']>): NonNullable<CountsToPublish['totalsOf']> {
  return (cell, rootPlace) => {
    const totals = totalsOf(cell, rootPlace);
    const other = totals.find(({ month }) => month !== cell.month);
    if (other) throw new Error(`Expected totals of the month of their part, ${cell.month}, but got ${other.month}.`);
    return totals;
  };
}

/** @throws Error where a statement counts a measure that its table does not declare: no release would publish it. */
function declared(counts: readonly TrueCount[], measures: readonly string[]): readonly TrueCount[] {
  const other = counts.find(({ measure }) => !measures.includes(measure));
  if (other) throw new Error(`Expected a measure of ${measures.join(', ')}, but the table counts ${other.measure}.`);
  return counts;
}

const columns = `as n(measure text, subject text, place text, month text, people int, "atMost" int)`;

/** Writes the decided values; an empty count needs no row. */
async function write(em: SqlEntityManager, decided: CountsPublished): Promise<void> {
  const { people: none, atMost: few } = zeroPublished;
  const rows = [...decided.values()].flatMap(({ key, people, atMost }) =>
    people === none && atMost === few ? [] : [{ ...key, people, atMost }],
  );
  for (let start = 0; start < rows.length; start += sliceSize) {
    await executeBound(
      em,
      `insert into ${decidedAnew} select n.*, n.people > 0 or n."atMost" > ${few} from json_to_recordset($1) ${columns}`,
      [JSON.stringify(rows.slice(start, start + sliceSize))],
    );
  }
}
