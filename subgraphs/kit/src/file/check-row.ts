import type { PseudonymKeys } from '@hub/protocol';
import { digestsOf } from './objection-digest.js';
import type { Reading } from './column.js';
import type { CsvRecord } from './csv.js';
import type { Columns, ImportKind, Row } from './import-kind.js';
import { quote } from './quote.js';
import { markValues, rowValue } from './row-values.js';

/** A refused row, and the reason. Its number is the one that a spreadsheet shows. */
export interface Rejection {
  readonly row: number;
  /** Empty where the fault concerns no single column; several are joined by `+`. */
  readonly column: string;
  /** Values of rows are marked in it until it is shown or stored; see `rowValue`. */
  readonly reason: string;
}

/** A row that is correct as far as the file alone shows. */
export interface CheckedRow {
  readonly line: number;
  /** The values of the natural key, joined by `/`. */
  readonly key: string;
  readonly row: Row<Columns>;
  /** Of a row about a person: the identifier that marks an objection; see `objectionDigest`. */
  readonly objection?: string;
}

/** The input of checking a file's rows. */
interface RowChecking {
  readonly pseudonymKeys: PseudonymKeys | undefined;
  readonly reading: Reading;
  /** What finds rows with the same key: the checker, which remembers every key (default), or its caller. */
  readonly doubles?: 'FOUND' | 'LEFT';
}

/** The fault of a row with the key of an earlier row. */
export function doubleOf(kind: ImportKind, line: number, earlier: number): Rejection {
  const reason = `expected each key once, but row ${earlier} has the same`;
  return { row: line, column: kind.key.join('+'), reason };
}

/**
 * Checks the records of one file of a kind, in order. It reports the fault of every column; rules across columns run
 * only if each column is correct.
 */
export function rowChecker(
  kind: ImportKind,
  { pseudonymKeys, reading, doubles = 'FOUND' }: RowChecking,
): (record: CsvRecord) => CheckedRow | readonly Rejection[] {
  const lineOfKey = doubles === 'FOUND' ? new Map<string, number>() : undefined;
  return ({ line, values, faults: unread }) => {
    const row: Record<string, unknown> = {};
    const faults: Rejection[] = [];
    let objection: string | undefined;
    for (const [name, column] of Object.entries(kind.columns)) {
      const unreadable = unread?.[name];
      if (unreadable !== undefined) {
        faults.push({ row: line, column: name, reason: unreadable });
        continue;
      }
      const text = values[name] ?? '';
      const value = column.parse(text, reading);
      if (value === undefined) {
        const reason = `expected ${column.expected}, got ${quote(kind.columns, name, text)}`;
        const more = column.explain?.(text, reading);
        faults.push({ row: line, column: name, reason: more === undefined ? reason : `${reason}: ${rowValue(more)}` });
      } else if (!column.secret || value === null) row[name] = value;
      else if (name === 'citizen_number') {
        const digests = digestsOf(text, required(pseudonymKeys));
        row[name] = digests.pseudonym;
        objection = digests.objection;
      }
    }
    if (faults.length > 0) return faults;
    const key = kind.key.map((name) => String(row[name])).join('/');
    const earlier = lineOfKey?.get(key);
    if (earlier !== undefined) return [doubleOf(kind, line, earlier)];
    const wrong = kind.check?.(row);
    if (wrong) return [{ row: line, ...wrong, reason: markValues(wrong.reason, row) }];
    lineOfKey?.set(key, line);
    return { line, key, row, ...(objection !== undefined && { objection }) };
  };
}

function required(pseudonymKeys: PseudonymKeys | undefined): PseudonymKeys {
  if (!pseudonymKeys) throw new Error('PSEUDONYM_KEY_FILE is not set, and this kind of file holds citizens’ numbers.');
  return pseudonymKeys;
}
