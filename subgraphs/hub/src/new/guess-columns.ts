import { isDay, orderSign, readDay, readMonth } from '@hub/kit/service';
import { dayInProvince } from '@hub/protocol';
import type { PeopleColumns } from './people-columns.js';

/** An exported file: its header, and rows from which the kinds of its columns are guessed. */
export interface SampleFile {
  /** Its name without folder and extension: `clubs`. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Position of its header: the row, and the sheet of a workbook. */
  readonly headerRow?: number;
  readonly sheet?: string | undefined;
}

/** A column of a record in the form of `recordDeclaration`. */
export type GuessedColumn = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** Guessed kinds of a file's columns, from their names and values. */
export interface GuessedColumns {
  readonly columns: Readonly<Record<string, GuessedColumn>>;
  /** The column name for each header; undefined for a column that is left out. */
  readonly became: readonly (string | undefined)[];
  /** The first column whose values all differ. */
  readonly telling: string | undefined;
}

/** Largest number of distinct words that count as a fixed set. */
const mostWords = 12;

/**
 * Guesses the kinds of a file's columns.
 * @param people the columns that identify a person.
 * @param codes the types of files with a column `code`, by the first part of their reference columns' names.
 * @param typeName name of the record; names of enums begin with it.
 */
export function guessColumns(
  { header, rows }: SampleFile,
  people: PeopleColumns,
  codes: ReadonlyMap<string, string>,
  typeName: string,
): GuessedColumns {
  const names = header.map((one, index) => (index === people.commune ? 'commune_code' : columnName(one)));
  const ofPerson = new Set(people.person.values());
  const columns: Record<string, GuessedColumn> = {};
  let telling: string | undefined;
  const became = names.map((name, index): string | undefined => {
    if (people.leftOut.has(index)) return undefined;
    if (ofPerson.has(index)) {
      columns['person'] = personColumn(people);
      return 'person';
    }
    const [, base = '', language] = /^(.+)_(vi|en)$/.exec(name) ?? [];
    if (language !== undefined && names.includes(`${base}_vi`) && names.includes(`${base}_en`)) {
      columns[base] = { kind: 'translated', description: said(base) };
      return base;
    }
    const values = rows.map((row) => row[index] ?? '');
    const description = columnName(header[index] ?? '') === header[index] ? said(name) : `${header[index] ?? ''}.`;
    const [as, column] = columnOf(name, values, { codes, typeName, isFirst: index === 0, description });
    columns[as] = values.includes('') && index > 0 ? { ...column, optional: true } : column;
    if (new Set(values).size === values.length && !values.includes('')) telling ??= as;
    return as;
  });
  return { columns, became, telling };
}

/** The person column of a record, with sex, year of birth and commune if the file has them. */
function personColumn({ person }: PeopleColumns): GuessedColumn {
  const has = ['sex', 'birth_year', 'commune_code'].filter((one) => person.has(one as 'sex'));
  return {
    kind: 'person',
    ...(!person.has('full_name') && { named: false }),
    ...(has.length < 3 && { has }),
    whenErased: 'delete',
    ...(has.includes('commune_code') && { keeps: ['commune_code'] }),
  };
}

interface Around {
  readonly codes: ReadonlyMap<string, string>;
  readonly typeName: string;
  readonly isFirst: boolean;
  readonly description: string;
}

function columnOf(
  name: string,
  all: readonly string[],
  { codes, typeName, isFirst, description }: Around,
): [string, GuessedColumn] {
  const values = all.filter((value) => value !== '');
  const every = (pattern: RegExp) => values.length > 0 && values.every((value) => pattern.test(value));
  const [, before] = /^(.+)_code$/.exec(name) ?? [];
  if (before === 'commune' || before === 'place') return [before, { kind: before, description: 'Where it is.' }];
  const to = before === undefined ? undefined : codes.get(before);
  if (before !== undefined && to !== undefined) return [before, { kind: 'reference', to, description: said(before) }];
  if (isFirst || before !== undefined || name === 'code') return [name, { kind: 'code', description }];
  const days = values.map((value) => readDay(value, orderSign(value) === 'm/d/y' ? 'm/d/y' : 'd/m/y') ?? '');
  const areMonths = values.length > 0 && values.every((value, at) => days[at] === '' && isMonth(value));
  if (!areMonths && (isDayName(name) || (values.length > 0 && days.every(isDay)))) {
    const today = dayInProvince(new Date());
    return [name, { kind: days.some((day) => day > today) ? 'day' : 'pastDay', description }];
  }
  if (areMonths || /_month$/.test(name)) return [name, { kind: 'month', description }];
  if (every(/^(true|false)$/) || /^(is|has)_/.test(name)) return [name, { kind: 'flag', description }];
  if (
    every(/^-?\d+$/) ||
    (values.length === 0 && /(^|_)(count|number|total|so|year|seats|members|attendances)$/.test(name))
  )
    return [name, { kind: 'integer', description }];
  if (every(/^-?\d+(\.\d+)?$/)) {
    const numbers = values.map(Number);
    return [
      name,
      { kind: 'decimal', least: Math.min(0, ...numbers), most: roundUp(Math.max(...numbers)), description },
    ];
  }
  const words = [...new Set(values)].toSorted();
  if (every(/^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/) && words.length <= mostWords && words.length < values.length)
    return [
      name,
      {
        kind: 'word',
        words: {
          name: `${typeName}${pascal(name)}`,
          description,
          values: Object.fromEntries(words.map((word) => [word, said(word.toLowerCase())])),
        },
        description,
      },
    ];
  return [name, { kind: 'text', description }];
}

const isMonth = (text: string) => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(readMonth(text, undefined) ?? '');

/** Whether a column's name means a day. */
export const isDayName = (name: string) => /_on$|(^|_)(date|day|ngay)(_|$)/.test(name);

/** The next number with one digit followed by zeros. */
function roundUp(number: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, number)));
  return Math.ceil(number / unit) * unit;
}

/** A valid column name: no diacritics, lower case, words joined by `_`. */
export function columnName(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
  const words = plain.split(/[^a-z\d]+/).filter(Boolean);
  return words.length === 0 ? 'column' : words.join('_').replace(/^(?=\d)/, 'c');
}

/** A name as a type name: `learning_group` becomes `LearningGroup`. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A name as a sentence, for a person to improve. */
export function said(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
