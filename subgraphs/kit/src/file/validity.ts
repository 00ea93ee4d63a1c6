import type { SqlEntityManager } from '@mikro-orm/sql';
import { daysLater } from '@hub/protocol';
import type { CheckedRow, Rejection } from './check-row.js';

/** The table and columns that hold the validity of rows; the table's columns have the names of the file's. */
export interface ValidityRule {
  readonly table: string;
  /** The columns that name the subject of a row: on any day, one row of it is valid. */
  readonly of: readonly string[];
  /** Whether days without a valid row between two rows are allowed; default: refused. */
  readonly gaps?: 'allowed';
}

interface Span {
  readonly about: string;
  readonly from: string;
  readonly until: string | null;
}

/**
 * Finds the gaps and overlaps in the validity of the subjects of the file's rows, after these are written to the table.
 * A row without `valid_from` is never valid, so it conflicts with no other row.
 */
export async function gapsAndOverlaps(
  em: SqlEntityManager,
  rule: ValidityRule,
  rows: readonly CheckedRow[],
): Promise<Rejection[]> {
  const { table, of } = rule;
  const keys = rows.map(({ row }) => Object.fromEntries(of.map((name) => [name, row[name]])));
  const spans = await em.execute<Span[]>(
    `select distinct ${of.map((name) => `t.${name}`).join(` || '/' || `)} as about,
       t.valid_from::text as "from", t.valid_until::text as until
     from ${table} t join json_to_recordset(?::json) as k(${of.map((name) => `${name} text`).join(', ')})
       on ${of.map((name) => `t.${name} = k.${name}`).join(' and ')}
     where t.valid_from is not null order by 1, 2`,
    [JSON.stringify(keys)],
  );
  const lineOf = new Map(
    rows.map(({ line, row }) => [
      `${of.map((name) => String(row[name])).join('/')} ${String(row['valid_from'])}`,
      line,
    ]),
  );
  return spans.flatMap((later, index) => {
    const former = spans[index - 1];
    if (former?.about !== later.about) return [];
    const lines = {
      former: lineOf.get(`${former.about} ${former.from}`),
      later: lineOf.get(`${later.about} ${later.from}`),
    };
    const fault = faultBetween(former, later, lines, rule);
    return fault ? [fault] : [];
  });
}

/** Describes the fault between two consecutive spans, in a row of the file. */
function faultBetween(
  former: Span,
  later: Span,
  lines: { readonly former: number | undefined; readonly later: number | undefined },
  { gaps }: ValidityRule,
): Rejection | undefined {
  const end = daysLater(later.from, -1);
  if (former.until === end || (gaps === 'allowed' && former.until !== null && former.until < end)) return undefined;
  const fault = former.until !== null && former.until < end ? 'a gap in the validity' : 'an overlap in the validity';
  if (lines.former !== undefined) {
    const reason = `expected ${end}, the day before the next row of ${later.about} begins, got ${former.until ?? 'nothing'}: ${fault}`;
    return { row: lines.former, column: 'valid_until', reason };
  }
  const known = `the row of ${former.about} from ${former.from} that was taken before`;
  const reason =
    former.until !== null && former.until < later.from
      ? `expected ${daysLater(former.until, 1)}, the day after ${known} ends, got ${later.from}: ${fault}`
      : `expected ${known} in this file too, with valid_until ${end}; it is valid until ${former.until ?? 'further notice'}: ${fault}`;
  return { row: lines.later ?? 1, column: 'valid_from', reason };
}
