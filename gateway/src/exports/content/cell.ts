import type { Absence, Bilingual, CellFormat, ValueMapping } from '../table/mapping.js';
import { type ErrorPlaces, Path, type Row } from '../table/path.js';

/**
 * A value in the form that formats write: a text, a number or a Boolean. Dates and times are texts, as in the graph.
 */
export type CellValue = string | number | boolean;

/** The content of a cell: a value, or the reason why it has none. */
export type Cell = { readonly value: CellValue; readonly words?: Bilingual } | { readonly absent: Absence };

/** The codes of errors that hide a value from the caller. */
const notShared = new Set([
  'UNAUTHENTICATED',
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'OUTSIDE_AGREEMENT',
  'AGREEMENTS_UNUSABLE',
]);

/** Whether an error of this code hides a value from the caller. */
export function isNotShared(code: string): boolean {
  return notShared.has(code);
}

/** Reads one value of rows, by a mapping. */
export class CellReader {
  readonly format: CellFormat;
  readonly #path: Path;
  readonly #words: Readonly<Record<string, Bilingual>> | undefined;
  readonly #absent: Absence;
  readonly #absentWhen: readonly { readonly path: Path; readonly is: ReadonlySet<string>; readonly state: Absence }[];

  constructor({ value, format, words, absent, absentWhen }: ValueMapping) {
    this.format = format;
    this.#path = new Path(value);
    this.#words = words;
    this.#absent = absent;
    this.#absentWhen = absentWhen.map((one) => ({ path: new Path(one.value), is: new Set(one.is), state: one.state }));
  }

  read(row: Row, errors: ErrorPlaces): Cell {
    const { value, code } = this.#path.find(row, errors);
    if (value !== null) return this.#cellOf(value);
    if (code !== undefined) return { absent: isNotShared(code) ? 'notShared' : 'failed' };
    for (const { path, is, state } of this.#absentWhen) {
      const { value: beside } = path.find(row, errors);
      const values: unknown[] = Array.isArray(beside) ? beside : [beside];
      if (values.some((one) => typeof one === 'string' && is.has(one))) return { absent: state };
    }
    return { absent: this.#absent };
  }

  #cellOf(value: unknown): Cell {
    if (Array.isArray(value)) return this.#listOf(value);
    const plain = plainOf(value);
    const words = this.#words?.[String(plain)];
    return words ? { value: plain, words } : { value: plain };
  }

  #listOf(values: readonly unknown[]): Cell {
    const texts = values.filter((one) => one !== null).map((one) => String(plainOf(one)));
    if (texts.length === 0) return { absent: 'none' };
    const value = texts.join(', ');
    if (!this.#words) return { value };
    const wordsOf = (language: keyof Bilingual) =>
      texts.map((text) => this.#words?.[text]?.[language] ?? text).join(', ');
    return { value, words: { vi: wordsOf('vi'), en: wordsOf('en') } };
  }
}

function plainOf(value: unknown): CellValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value);
}
