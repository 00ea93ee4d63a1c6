import { hasCitizenNumber, looksLikeName } from '@hub/protocol';
import type { Rejection } from '../file/check-row.js';
import { FileError } from '../file/file-error.js';
import type { ImportKind } from '../file/import-kind.js';

/** How many values of a column are checked for names. */
const mostLooked = 5000;

/** How many distinct values make a column one of names: fewer may be streets and schools named after people. */
const leastNames = 3;

const howToAllow =
  'Leave it out; or, where the law has you share it, name its field in an agreement (persons) with its legal basis';

/** The values seen in a column. */
interface Seen {
  values: number;
  names: number;
  readonly different: Set<string>;
  first: number;
}

/**
 * The second line of defence behind a record's declaration: refuses citizens' numbers in a file's texts and codes, and a
 * file with a column most of whose values look like people's names. It says which row and column, and never the value.
 */
export class PersonalGuard {
  readonly #seen: ReadonlyMap<string, Seen>;

  constructor({ columns, mayTellPersons = [] }: ImportKind) {
    const guarded = Object.entries(columns).filter(
      ([name, { form, secret }]) =>
        !secret && ['text', 'code'].includes(form?.kind ?? 'text') && !mayTellPersons.includes(name),
    );
    this.#seen = new Map(
      guarded.map(([name]) => [name, { values: 0, names: 0, different: new Set<string>(), first: 0 }]),
    );
  }

  /** Returns the faults of a row: one for each value that looks like a citizen's number. */
  look(row: number, values: Readonly<Record<string, string>>): Rejection[] {
    const faults: Rejection[] = [];
    for (const [column, seen] of this.#seen) {
      const value = values[column] ?? '';
      if (value === '') continue;
      if (hasCitizenNumber(value)) {
        const reason = `expected no citizen's number in a column of a text or code, got what looks like one (not repeated here). ${howToAllow}`;
        faults.push({ row, column, reason });
      }
      if (seen.values === mostLooked) continue;
      seen.values += 1;
      if (!looksLikeName(value)) continue;
      seen.names += 1;
      if (seen.different.size < leastNames) seen.different.add(value);
      seen.first ||= row;
    }
    return faults;
  }

  /** @throws FileError where a column holds names of people. */
  end(): void {
    for (const [column, { values, names, different, first }] of this.#seen) {
      if (different.size < leastNames || names * 2 <= values) continue;
      throw new FileError(
        `Expected no names of people in ${column}, got ${names} of ${values} values that look like them, the first in row ${first}. ${howToAllow}.`,
        { row: first, column },
      );
    }
  }
}
