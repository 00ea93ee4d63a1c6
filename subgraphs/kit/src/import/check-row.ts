import type { PseudonymKeys } from '../ledger/pseudonym.js';
import { digestsOf } from '../people/objection-digest.js';
import type { Reading } from './column.js';
import type { CsvRecord } from './csv.js';
import type { Columns, ImportKind, Row } from './import-kind.js';
import { quote } from './quote.js';

/** A row that was not taken, and why. The row is the line of the file, the header being line 1. */
export interface Rejection {
  readonly row: number;
  /** Empty where the fault is of no one column; several are joined by `+`. */
  readonly column: string;
  readonly reason: string;
}

/** A row that is what its kind says, as far as the file alone can tell. */
export interface CheckedRow {
  readonly line: number;
  /** The values of the natural key, joined by `/`. */
  readonly key: string;
  readonly row: Row<Columns>;
  /** Of a row about a person: by what she is known who is not to be kept; see `objectionDigest`. */
  readonly objection?: string;
}

/** Checks the records of one file of a kind, in order: it remembers the keys that it has seen. */
export function rowChecker(
  kind: ImportKind,
  { pseudonymKeys, reading }: { readonly pseudonymKeys: PseudonymKeys | undefined; readonly reading: Reading },
): (record: CsvRecord) => CheckedRow | Rejection {
  const lineOfKey = new Map<string, number>();
  return ({ line, values }) => {
    const row: Record<string, unknown> = {};
    let objection: string | undefined;
    for (const [name, column] of Object.entries(kind.columns)) {
      const text = values[name] ?? '';
      const value = column.parse(text, reading);
      if (value === undefined) {
        const reason = `expected ${column.expected}, got ${quote(kind.columns, name, text)}`;
        const more = column.explain?.(text, reading);
        return { row: line, column: name, reason: more === undefined ? reason : `${reason}: ${more}` };
      }
      if (!column.secret || value === null) row[name] = value;
      else if (name === 'citizen_number') {
        const digests = digestsOf(text, required(pseudonymKeys));
        row[name] = digests.pseudonym;
        objection = digests.objection;
      }
    }
    const key = kind.key.map((name) => String(row[name])).join('/');
    const earlier = lineOfKey.get(key);
    if (earlier !== undefined) {
      const reason = `expected each key once, but line ${earlier} has the same`;
      return { row: line, column: kind.key.join('+'), reason };
    }
    const wrong = kind.check?.(row);
    if (wrong) return { row: line, ...wrong };
    lineOfKey.set(key, line);
    return { line, key, row, ...(objection !== undefined && { objection }) };
  };
}

function required(pseudonymKeys: PseudonymKeys | undefined): PseudonymKeys {
  if (!pseudonymKeys) throw new Error('PSEUDONYM_KEY_FILE is not set, and this kind of file holds citizens’ numbers.');
  return pseudonymKeys;
}
