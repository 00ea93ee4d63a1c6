import type { Column, ColumnForm, Reading } from '../file/column.js';
import type { Columns } from '../file/import-kind.js';
import { quote } from '../file/quote.js';
import { rowValue } from '../file/row-values.js';
import { type Cell, textOf, type TypedCell } from '../file/sheet-row.js';
import { described } from '../places/place-faults.js';
import { readCitizenNumber } from './citizen-number.js';
import { isDay, orderSign, readDay, readMonth, readPeriod, readSchoolYear, readYear } from './days.js';
import type { Mapping } from './mapping.js';
import { decimalSignOf, readNumber } from './numbers.js';
import type { PlaceNames } from './place-names.js';
import { readFlag, WordFinder } from './words.js';

/** What a cell shows about how to read its file. */
export type Sign =
  | { readonly of: 'days'; readonly sign: 'd/m/y' | 'm/d/y' | 'either' }
  | { readonly of: 'decimal'; readonly sign: ',' | '.' | 'either' }
  | { readonly of: 'formulas' | 'formerPlaces'; readonly sign: 'seen' }
  /** A value that matches none of the column's words. */
  | { readonly of: 'values'; readonly sign: string };

/** The result of reading a cell: a text that the column parses, or the fault. */
export type ReadValue = { readonly text: string } | { readonly fault: string };

/** The input of reading values. */
export interface ValueReading {
  readonly columns: Columns;
  readonly mapping: Mapping;
  readonly reading: Reading;
  readonly places: PlaceNames;
  /** Called with what cells show about the whole file; absent where the mapping is settled. */
  readonly onSign?: (column: string, sign: Sign) => void;
}

/** How many values of a column are cached with their results. */
const remembered = 5000;

/** The kinds of columns whose values repeat often, and take time to read. */
const recurring: readonly ColumnForm['kind'][] = ['place', 'words', 'list', 'day'];

/**
 * Makes the reader for the cells of one column.
 * @returns a function from a cell, and the district in its row, to the value.
 */
export function valueReader(name: string, all: ValueReading): (cell: Cell | undefined, district: string) => ReadValue {
  const { columns, mapping, reading, onSign } = all;
  const column = columns[name] as Column<unknown>;
  const form = column.form ?? { kind: 'text' };
  const values = new Map(Object.entries(mapping.values?.[name] ?? {}));
  const finders = new Map<ColumnForm, WordFinder>();
  const known = new Map<string, { readonly made: ReadValue; readonly signs: readonly Sign[] }>();
  let signs: Sign[] = [];
  const tell = (sign: Sign) => {
    signs.push(sign);
    onSign?.(name, sign);
  };

  const wrong = (given: string, hint?: string): ReadValue => {
    const more = hint ?? column.explain?.(given, reading);
    const reason = `expected ${column.expected}, got ${quote(columns, name, given)}`;
    return { fault: more === undefined ? reason : `${reason}: ${rowValue(more)}` };
  };
  const twoWays = (given: string) => wrong(given, 'it can be read in two ways, and the mapping does not say in which');

  function read(text: string, of: ColumnForm, district: string): ReadValue | undefined {
    switch (of.kind) {
      case 'day':
      case 'month':
      case 'period': {
        const sign = orderSign(text);
        if (sign !== undefined && sign !== 'same') tell({ of: 'days', sign });
        const order = mapping.daysOf?.[name] ?? mapping.days;
        const readers = { day: readDay, month: readMonth, period: readPeriod };
        const found = readers[of.kind](text, order);
        if (found === undefined) return sign === 'either' ? twoWays(text) : undefined;
        if (of.kind === 'day' && !isDay(found)) return wrong(text, 'there is no such day');
        return { text: found };
      }
      case 'integer':
      case 'decimal': {
        const sign = decimalSignOf(text);
        if (sign !== undefined) tell({ of: 'decimal', sign });
        const found = readNumber(text, mapping.decimal);
        if (found === undefined) return sign === 'either' ? twoWays(text) : undefined;
        return { text: found };
      }
      case 'school year':
        return asRead(readSchoolYear(text));
      case 'year':
        return asRead(readYear(text));
      case 'flag':
        return asRead(readFlag(text));
      case 'citizen number':
        return { text: readCitizenNumber(text) };
      case 'place':
        return readPlace(text, district);
      case 'words':
        return readWord(text, of);
      case 'list':
        return readList(text, of.of, district);
      default:
        return { text };
    }
  }

  function readPlace(text: string, district: string): ReadValue | undefined {
    const found = all.places.find(text, district);
    if (found === undefined) return undefined;
    if ('fault' in found) return wrong(text, found.fault);
    if (found.former) {
      tell({ of: 'formerPlaces', sign: 'seen' });
      const became = reading.places.on(found.code, reading.placesOn);
      if (mapping.formerPlaces !== 'follow')
        return wrong(text, `${described(found.former)} became ${became ? described(became) : found.code}`);
    }
    return { text: found.code };
  }

  function readWord(text: string, of: ColumnForm & { readonly kind: 'words' }): ReadValue | undefined {
    let finder = finders.get(of);
    if (!finder) finders.set(of, (finder = new WordFinder(of.words)));
    const found = finder.find(text);
    if (found === undefined) tell({ of: 'values', sign: text });
    return asRead(found);
  }

  function readList(text: string, of: ColumnForm, district: string): ReadValue | undefined {
    const items = text.split(/[;,\n]/).map((item) => item.trim());
    const found = items.filter((item) => item !== '').map((item) => read(item, of, district));
    if (found.some((one) => one === undefined || 'fault' in one)) return undefined;
    return { text: found.map((one) => (one && 'text' in one ? one.text : '')).join(';') };
  }

  function readText(text: string, district: string): ReadValue {
    const told = values.get(text);
    if (told === null) return wrong(text, 'the mapping refuses it');
    if (told !== undefined) return { text: told };
    if (text === '') return { text };
    // With a comma as the decimal sign, a valid text may mean another number.
    if (form.kind !== 'decimal' && column.parse(text, reading) !== undefined) return { text };
    const found = read(text, form, district);
    if (found === undefined) return wrong(text);
    if ('text' in found && column.parse(found.text, reading) === undefined) return wrong(text);
    return found;
  }

  function readTyped({ type, text, formula }: TypedCell, district: string): ReadValue {
    if (formula) {
      tell({ of: 'formulas', sign: 'seen' });
      if (mapping.formulas !== 'saved values')
        return {
          fault: `expected ${column.expected}, got a formula, which is not evaluated: copy the column and paste its values`,
        };
    }
    if (type === 'error')
      return { fault: `expected ${column.expected}, got an error of the spreadsheet (${rowValue(text)})` };
    const isNumber = type === 'number' && (form.kind === 'integer' || form.kind === 'decimal');
    if (isNumber && !values.has(text)) return column.parse(text, reading) === undefined ? wrong(text) : { text };
    return readText(text, district);
  }

  const isRecurring = recurring.includes(form.kind);
  return (cell, district) => {
    signs = [];
    if (typeof cell === 'object') return readTyped(cell, district);
    const text = textOf(cell);
    if (!isRecurring) return readText(text, district);
    const key = district === '' ? text : `${text}\n${district}`;
    const before = known.get(key);
    if (before) {
      if (onSign) for (const sign of before.signs) onSign(name, sign);
      return before.made;
    }
    const made = readText(text, district);
    if (known.size < remembered) known.set(key, { made, signs });
    return made;
  };
}

function asRead(text: string | undefined): ReadValue | undefined {
  return text === undefined ? undefined : { text };
}
