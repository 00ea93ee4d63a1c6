import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../../../', import.meta.url);

/** A folder of other demonstration files, such as `test/scale/sample.mjs` writes; a kind that it has none of has no rows. */
const others = process.env['DISCLOSURE_FILES'];

/** Whether the files are the demonstration's, whose denominators are counted from its made-up people. */
export const areOfDemonstration = others === undefined;

/** A row of a file, by column. */
export type Row = Readonly<Record<string, string>>;

/**
 * Reads the rows of a CSV file of the repository that an organisation takes in: those without a number of a citizen that is
 * one are refused. It shares no code with what imports files.
 */
export function readRows(path: string): Row[] {
  return readEveryRow(path).filter(({ citizen_number: number = '0'.repeat(12) }) => /^\d{12}$/.test(number));
}

/**
 * Reads the same rows with the later corrections.
 * @param key the columns by which a correction finds its row.
 */
export function readCorrectedRows(folder: string, file: string, key: readonly string[]): Row[] {
  const keyOf = (row: Row) => key.map((column) => row[column]).join(' ');
  const rows = new Map(readRows(`${folder}/${file}`).map((row) => [keyOf(row), row]));
  for (const row of readRows(`${folder}/corrections/${file}`)) rows.set(keyOf(row), row);
  return [...rows.values()];
}

/** Reads a CSV file of the repository. */
export function readEveryRow(path: string): Row[] {
  const lines = [...records(textOf(path))];
  const [header = []] = lines;
  return lines.slice(1).map((fields) => Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ''])));
}

function textOf(path: string): string {
  if (others === undefined || !path.includes('/demo/')) return readFileSync(new URL(path, root), 'utf8');
  const other = join(others, path);
  return existsSync(other) ? readFileSync(other, 'utf8') : '';
}

function* records(text: string): Generator<string[]> {
  let fields: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const field = quoted?.replaceAll('""', '"') ?? plain ?? '';
    if (end !== ',' && fields.length === 0 && field === '') continue;
    fields.push(field);
    if (end === ',') continue;
    yield fields;
    fields = [];
  }
}

/** Counts distinct people (or rows with another key) by any key. */
export class Tally {
  readonly #people = new Map<string, Set<string>>();

  add(key: string, person: string): void {
    let people = this.#people.get(key);
    if (!people) this.#people.set(key, (people = new Set()));
    people.add(person);
  }

  of(key: string): number {
    return this.#people.get(key)?.size ?? 0;
  }

  get keys(): string[] {
    return [...this.#people.keys()];
  }
}

/** The communes of today, by code. */
export function communesOfToday(): string[] {
  return readRows('subgraphs/runtime/data/places/thanh-hoa.csv')
    .filter(({ level, valid_until }) => level === 'COMMUNE' && valid_until === '')
    .map(({ code = '' }) => code)
    .sort();
}

/** The months from one to another, `YYYY-MM`. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last;) {
    months.push(month);
    const [year = 0, number = 0] = month.split('-').map(Number);
    month = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  }
  return months;
}
