import { GraphQLPeriod } from '@hub/protocol';
import { ID } from 'type-graphql';
import { GraphQLDay, GraphQLSchoolYear } from '../graphql/scalars.js';
import { enumOf } from '../graphql/words.js';
import { searchText } from '../base/vietnamese.js';
import { storedName } from './columns.js';
import type { ColumnDeclaration, RecordDeclaration } from './declaration.js';
import type { FilterDeclaration, ListDeclaration } from './list-declaration.js';
import type { ChosenArgument } from './graphql-class.js';
import type { DefinedRecord } from './record.js';
import { keyOf, tableOf } from './record-entity.js';
import { fieldOf } from './record-type.js';
import { referenceTo } from './references.js';

/** A caller's value for a filter. */
export type Given = string | boolean | null;

/** A filter of a list: its argument, and its condition on the table. */
interface Filter {
  readonly argument: ChosenArgument;
  /** The condition on the table `t`, with `?` for the values. */
  readonly where: string;
  readonly valuesOf: (given: Given) => (string | null)[];
}

/** A list's filters: their arguments in order, and their condition on the table. */
export interface Filters {
  readonly arguments: readonly ChosenArgument[];
  /** The condition on the table `t`; none where there is no filter. */
  readonly condition: { readonly where?: string };
  /** The condition's values, from a caller's arguments. */
  readonly valuesOf: (given: Readonly<Record<string, Given | undefined>>) => (string | null)[];
}

/**
 * The filters of a list: the declared ones, and one for each other shown column whose kind has a filter.
 * @param parent the column that links the list to its parent: all its rows have the same value there.
 */
export function filtersOf(
  { filters: declared = {} }: ListDeclaration,
  record: DefinedRecord,
  recordNamed: (name: string) => DefinedRecord,
  parent?: string,
): Filters {
  const filters = [
    ...Object.entries(declared).map(([name, filter]) => filterOf(name, filter, record, recordNamed)),
    ...usualFilters(record.declaration, declared, parent),
  ];
  return {
    arguments: filters.map(({ argument }) => argument),
    condition: filters.length > 0 ? { where: filters.map(({ where }) => where).join(' and ') } : {},
    valuesOf: (given) => filters.flatMap(({ argument, valuesOf }) => valuesOf(given[argument.name] ?? null)),
  };
}

/** Arguments of every list, whose names no filter takes. */
const taken = new Set(['first', 'after', 'last', 'before', 'orderBy']);

/** A filter for each shown column without a declared filter. */
function usualFilters(
  { columns, counts = {} }: RecordDeclaration,
  declared: Readonly<Record<string, FilterDeclaration>>,
  parent: string | undefined,
): Filter[] {
  const known = new Set(
    Object.values(declared).flatMap(({ through, column }) => (through === undefined ? [column] : [])),
  );
  const counted = new Set(Object.values(counts).flatMap(({ number, occurrences }) => [number, occurrences]));
  return Object.entries(columns).flatMap(([column, given]): Filter[] => {
    const name = fieldOf(column, given);
    const isFree = name !== undefined && !(name in declared) && !taken.has(name);
    if (!isFree || known.has(column) || counted.has(column) || storedName(column, given) === parent) return [];
    const one = (argument: string, description: string, sign?: '>=' | '<=') => {
      const { argument: made, holds, valuesOf } = conditionOf(argument, description, column, given, sign);
      return { argument: made, valuesOf, where: holds('t') };
    };
    switch (given.kind) {
      case 'word':
      case 'words':
      case 'flag':
      case 'month':
      case 'schoolYear':
      case 'commune':
      case 'place':
      case 'reference':
      case 'entity':
        return [one(name, `Only records with this \`${name}\` (lọc theo ${name}).`)];
      case 'day':
      case 'pastDay':
        return [
          one(`${name}From`, `Only records whose \`${name}\` is this day or a later one (từ ngày).`, '>='),
          one(`${name}Until`, `Only records whose \`${name}\` is this day or an earlier one (đến ngày).`, '<='),
        ];
      default:
        return [];
    }
  });
}

function filterOf(
  name: string,
  { column: path, description, through }: FilterDeclaration,
  record: DefinedRecord,
  recordNamed: (name: string) => DefinedRecord,
): Filter {
  if (through !== undefined) {
    const link = recordNamed(through).declaration;
    const condition = conditionOf(name, description, path, columnOf(link, path, path));
    return within(keyOf(record.declaration)[0] ?? '', link, referenceTo(record.declaration.name, link), condition);
  }
  const [first = '', second] = path.split('.');
  const declared = columnOf(record.declaration, first, path);
  if (second === undefined) {
    const { argument, holds, valuesOf } = conditionOf(name, description, first, declared);
    return { argument, valuesOf, where: holds('t') };
  }
  if (declared.kind !== 'reference')
    throw new Error(`Expected ${first} to be a reference, because the filter is ${path}.`);
  const { declaration } = recordNamed(declared.to);
  const condition = conditionOf(name, description, second, columnOf(declaration, second, path));
  return within(storedName(first, declared), declaration, keyOf(declaration)[0] ?? '', condition);
}

/**
 * Lets rows through whose column has a value of another table's rows that meet a condition; without a value, lets all
 * through.
 */
function within(
  column: string,
  other: RecordDeclaration,
  otherColumn: string,
  { argument, holds, valuesOf }: Condition,
): Filter {
  const where = `(?::text is null or t.${column} in (
    select r.${otherColumn} from ${tableOf(other)} r where ${holds('r')}))`;
  return { argument, where, valuesOf: (given) => [given === null ? null : '', ...valuesOf(given)] };
}

function columnOf({ name, columns }: RecordDeclaration, column: string, path: string): ColumnDeclaration {
  const declared = columns[column];
  if (!declared) throw new Error(`Expected a column of ${name} for the filter ${path}, got ${column}.`);
  return declared;
}

interface Condition extends Omit<Filter, 'where'> {
  readonly holds: (table: string) => string;
}

/** The condition of the rows that a filter lets through. */
function conditionOf(
  name: string,
  description: string,
  column: string,
  declared: ColumnDeclaration,
  sign: '=' | '>=' | '<=' = '=',
): Condition {
  const stored = storedName(column, declared);
  const said = { name, description };
  const twice = (given: Given) => Array<string | null>(2).fill(given === null ? null : String(given));
  const isGiven = (table: string) => `(?::text is null or ${table}.${stored} = ?)`;
  switch (declared.kind) {
    case 'translated':
      return {
        argument: { ...said, type: () => String, format: 'search' },
        holds: (table) => `strpos(${table}.search_key, ?::text) > 0`,
        valuesOf: (given) => [searchText(String(given ?? ''))],
      };
    case 'flag':
      return {
        argument: { ...said, type: () => Boolean },
        holds: (table) => `(?::boolean is null or ${table}.${stored} = ?::boolean)`,
        valuesOf: twice,
      };
    case 'word':
    case 'words': {
      const words = enumOf(declared.words);
      const given = declared.kind === 'word' ? '= ?' : '@> array[?::text]';
      return {
        argument: { ...said, type: () => words },
        holds: (table) => `(?::text is null or ${table}.${stored} ${given})`,
        valuesOf: twice,
      };
    }
    case 'day':
    case 'pastDay':
      return {
        argument: { ...said, type: () => GraphQLDay },
        holds: (table) => `(?::date is null or ${table}.${stored} ${sign} ?::date)`,
        valuesOf: twice,
      };
    case 'month':
    case 'schoolYear': {
      const type = declared.kind === 'month' ? GraphQLPeriod : GraphQLSchoolYear;
      return {
        argument: { ...said, type: () => type },
        holds: isGiven,
        valuesOf: twice,
      };
    }
    case 'commune':
    case 'place':
    case 'code':
    case 'reference':
    case 'entity': {
      const isPlace = declared.kind === 'commune' || declared.kind === 'place';
      return {
        argument: { ...said, type: () => ID, format: isPlace ? 'commune' : 'code' },
        holds: isGiven,
        valuesOf: twice,
      };
    }
    default:
      throw new Error(
        `Expected the filter ${name} to be of a code, a name, a word, a flag, a day, a month, a school year or a place, got ${column}.`,
      );
  }
}
